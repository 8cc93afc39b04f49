// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.machine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The file {@code cpu.stat} of this process's control group, in which the kernel reports how long
 * the CPU limit stopped its threads. A container usually sees its own group as the root; a plain
 * process must look up its group's name.
 */
final class CpuStat {

  private static final double MICROS_PER_SECOND = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Path file;

  private CpuStat(Path file) {
    this.file = file;
  }

  /** The file below a root folder; empty if no limit is accounted for. */
  static Optional<CpuStat> find(Path root) {
    List<String> groups =
        KernelFile.read(root.resolve("proc/self/cgroup")).stream().flatMap(String::lines).toList();
    return groups.stream()
        .flatMap(group -> candidates(root.resolve("sys/fs/cgroup"), group))
        .map(CpuStat::new)
        .filter(stat -> stat.throttledSeconds().isPresent())
        .findFirst();
  }

  /** The file that a line such as {@code 0::/group} or {@code 4:cpu,cpuacct:/group} leads to. */
  private static Stream<Path> candidates(Path mount, String line) {
    String[] parts = line.split(":", 3);
    if (parts.length < 3) {
      return Stream.empty();
    }
    boolean version2 = parts[1].isEmpty();
    if (!version2 && !List.of(parts[1].split(",")).contains("cpu")) {
      return Stream.empty();
    }
    String group = parts[2].substring(Math.min(1, parts[2].length()));
    Stream<Path> hierarchies =
        version2 ? Stream.of(mount) : Stream.of(mount.resolve(parts[1]), mount.resolve("cpu"));
    return hierarchies.flatMap(
        folder -> Stream.of(folder.resolve(group).resolve("cpu.stat"), folder.resolve("cpu.stat")));
  }

  /**
   * Seconds for which threads were stopped since the group was created, summed over the processors
   * that they wanted to run on.
   */
  OptionalDouble throttledSeconds() {
    return KernelFile.read(file).map(CpuStat::throttledSeconds).orElse(OptionalDouble.empty());
  }

  /**
   * The seconds in the text of such a file, which has microseconds in version 2 of control groups,
   * and nanoseconds in version 1.
   */
  static OptionalDouble throttledSeconds(String text) {
    return text.lines()
        .map(line -> line.split(" "))
        .filter(parts -> parts.length == 2)
        .flatMap(parts -> seconds(parts[0], parts[1]).stream())
        .mapToDouble(seconds -> seconds)
        .findFirst();
  }

  private static Optional<Double> seconds(String key, String value) {
    return switch (key) {
      case "throttled_usec" -> Optional.of(Long.parseLong(value) / MICROS_PER_SECOND);
      case "throttled_time" -> Optional.of(Long.parseLong(value) / NANOS_PER_SECOND);
      default -> Optional.empty();
    };
  }
}
