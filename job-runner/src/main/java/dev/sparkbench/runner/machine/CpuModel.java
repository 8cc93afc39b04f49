// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.machine;

import java.nio.file.Path;
import java.util.Optional;

/** The name of the processor, from {@code /proc/cpuinfo}. */
final class CpuModel {

  private CpuModel() {}

  /** The name in this machine's file; empty without that file, for example outside of Linux. */
  static Optional<String> read(Path root) {
    return KernelFile.read(root.resolve("proc/cpuinfo")).flatMap(CpuModel::parse);
  }

  /**
   * The name in the text of such a file. ARM processors have numbers instead of a name: one for the
   * manufacturer and one for the model.
   */
  static Optional<String> parse(String cpuinfo) {
    return value(cpuinfo, "model name")
        .or(
            () ->
                value(cpuinfo, "CPU implementer")
                    .flatMap(
                        implementer ->
                            value(cpuinfo, "CPU part")
                                .map(
                                    part ->
                                        "implementer %s, part %s".formatted(implementer, part))));
  }

  /** The first value of a key; all processors of a machine are usually the same. */
  private static Optional<String> value(String cpuinfo, String key) {
    return cpuinfo
        .lines()
        .map(line -> line.split(":", 2))
        .filter(parts -> parts.length == 2 && parts[0].strip().equals(key))
        .map(parts -> parts[1].strip())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }
}
