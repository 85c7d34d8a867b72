SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  oauth2RedirectUrl: `${location.origin}/docs/oauth2-redirect`,
  validatorUrl: null, // would send the document to another host
});
