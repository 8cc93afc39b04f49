/**
 * What an API server does to the objects of a CRD because of its schema: prunes them, fills in
 * defaults and refuses what is not valid. Pure functions on JSON.
 */
package dev.sparkbench.local.apiserver.schema;
