//! What scopegate reads of a request is what servers execute: async-graphql and juniper, and tonic.

#![cfg(test)]

mod graphql;
mod grpc;
