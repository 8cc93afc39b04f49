/**
 * Applies a CRD's schema to objects as an API server does: prunes them, fills in defaults, and
 * refuses invalid ones. Pure functions on JSON.
 */
package dev.sparkbench.local.apiserver.schema;
