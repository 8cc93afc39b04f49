package dev.sparkbench.runner.profile;

/** Takes hashes of rows. */
interface RowHashConsumer {

  /** Takes the first ones of an array, which is used again. */
  void take(long[] hashes, int number);
}
