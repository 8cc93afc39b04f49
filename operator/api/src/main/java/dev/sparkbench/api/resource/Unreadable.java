// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

/**
 * Something in a resource that this release does not know: mostly what a later one has added.
 *
 * @param field where, such as {@code spec.measurement.order}
 * @param problem what is there, and what can be done about it
 */
public record Unreadable(String field, String problem) {

  @Override
  public String toString() {
    return field + ": " + problem;
  }
}
