// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

/**
 * Something in a resource that this release does not know, usually because a later release added
 * it.
 *
 * @param field the field, such as {@code spec.measurement.order}
 * @param problem its value, and what to do about it
 */
public record Unreadable(String field, String problem) {

  @Override
  public String toString() {
    return field + ": " + problem;
  }
}
