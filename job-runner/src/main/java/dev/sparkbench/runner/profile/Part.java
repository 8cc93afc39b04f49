package dev.sparkbench.runner.profile;

import java.io.Serializable;

/**
 * One statistic of one column over a part of the data: the state that is kept while the data goes
 * by.
 */
abstract class Part implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Takes in a batch. */
  abstract void add(Batch batch);

  /** Takes in the state over another part of the data, which is of the same class. */
  abstract void merge(Part other);

  /** Ends the taking in of batches; it comes before merging. */
  void finish(Batch scratch) {
    // Most states are as good for merging as they are.
  }
}
