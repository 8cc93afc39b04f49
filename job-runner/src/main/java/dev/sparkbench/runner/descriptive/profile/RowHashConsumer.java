// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

/** Receives hashes of rows. */
interface RowHashConsumer {

  /** Receives the first hashes of an array, which the caller reuses. */
  void take(long[] hashes, int number);
}
