// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table.footer;

import java.util.List;

/**
 * What a run's document says about the footers of a dataset's objects.
 *
 * @param lookedAt the number of objects whose footer was read before anything was measured
 * @param objects the number of non-empty objects
 * @param remarks differences between the objects, how they are read as one table, and what is left
 *     out
 */
public record FooterFacts(int lookedAt, int objects, List<String> remarks) {

  /** Copies the list. */
  public FooterFacts {
    remarks = List.copyOf(remarks);
  }
}
