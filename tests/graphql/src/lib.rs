//! What scopegate reads of a GraphQL request is what servers execute: async-graphql and juniper.

#![cfg(test)]

mod bodies;
mod execute;
mod properties;
mod service;
