// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import java.io.Serializable;

/** The accumulator of one statistic of one column over a part of the data. */
abstract class Accumulator implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Adds a batch. */
  abstract void add(Batch batch);

  /** Adds the accumulator of another part of the data, which has the same class. */
  abstract void merge(Accumulator other);

  /** Ends the adding of batches; called before merging. */
  void finish(Batch scratch) {
    // Most accumulators need no preparation for merging.
  }
}
