// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import dev.sparkbench.api.contract.Contract;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The heap of a driver or executor, in the manifest's spelling, such as 512Mi or 2Gi. */
public final class Heap {

  private static final Pattern MEMORY = Pattern.compile("([1-9][0-9]{0,5})(Mi|Gi)");

  private Heap() {}

  /** The size in MiB; empty if the spelling is wrong. */
  static Optional<Integer> mebibytes(String memory) {
    Matcher matcher = MEMORY.matcher(memory);
    return matcher.matches()
        ? Optional.of(
            Integer.parseInt(matcher.group(1)) * (matcher.group(2).equals("Gi") ? 1024 : 1))
        : Optional.empty();
  }

  /** What is wrong with it, as the rest of a sentence that begins with the value. */
  public static Optional<String> problemWith(String memory) {
    Optional<Integer> size = mebibytes(memory);
    if (size.isEmpty()) {
      return Optional.of("must be a whole number of Mi or Gi, such as 512Mi or 2Gi");
    }
    return size.filter(mebibytes -> mebibytes < Contract.SMALLEST_HEAP_MIB)
        .map(
            small ->
                "is too little for Spark to start; give at least "
                    + Contract.SMALLEST_HEAP_MIB
                    + "Mi");
  }
}
