// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import java.util.EnumSet;
import java.util.Optional;

/** The format that all texts have. */
final class TextFormatAccumulator extends Accumulator {

  private static final long serialVersionUID = 1L;

  private boolean empty = true;
  private final EnumSet<TextFormat> possible = EnumSet.allOf(TextFormat.class);

  @Override
  void add(Batch batch) {
    empty &= batch.size == 0;
    // Most texts rule out all formats, and the remaining texts need not be checked.
    for (int i = 0; i < batch.entries && !possible.isEmpty(); i++) {
      String text = batch.vector.getUTF8String(batch.rowOfEntry[i]).toString();
      possible.removeIf(format -> !format.reads(text));
    }
  }

  @Override
  void merge(Accumulator part) {
    TextFormatAccumulator other = (TextFormatAccumulator) part;
    empty &= other.empty;
    possible.retainAll(other.possible);
  }

  /** The narrowest format that all values have; empty without values, or if they are only text. */
  Optional<TextFormat> format() {
    return empty ? Optional.empty() : possible.stream().findFirst();
  }

  boolean hasValues() {
    return !empty;
  }
}
