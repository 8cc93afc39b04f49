// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.scale;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Shows measurements side by side, as Markdown. */
final class ScaleTable {

  private static final double BYTES_PER_MB = 1e6;
  private static final double BYTES_PER_KB = 1e3;

  /** With fewer resources, their part of the heap is smaller than its other variations. */
  private static final int LEAST_FOR_HEAP = 100;

  private record Row(String name, Function<Measurement, String> value) {}

  private ScaleTable() {}

  static String of(List<Measurement> measurements) {
    List<Row> rows = new ArrayList<>();
    rows.add(new Row("resources", m -> "%,d".formatted(m.size())));
    rows.add(new Row("---", m -> "--:"));
    rows.add(row("resources per second", 1, m -> m.resources() / seconds(m.span())));
    rows.add(times("creation to driver pod, all at once, p50 / p99", Measurement::untilFirstPod));
    rows.add(
        times("creation to driver pod, one at a time, p50 / p99", Measurement::untilFirstPodAlone));
    rows.add(row("operator: live heap, MB", 1, m -> m.heapAfter() / BYTES_PER_MB));
    rows.add(
        new Row(
            "operator: live heap per resource, kB",
            m -> m.size() < LEAST_FOR_HEAP ? "" : number(1, heapPerResource(m))));
    rows.add(
        row("operator: CPU per resource, ms", 1, m -> perResource(m, m.usage().operatorCpu())));
    rows.add(
        row(
            "operator: reconciliations per resource",
            2,
            m -> m.usage().reconciliations() / m.resources()));
    rows.add(
        row(
            "operator: API requests per resource",
            2,
            m ->
                m.usage().requests().values().stream().mapToLong(Long::longValue).sum()
                    / (double) m.resources()));
    measurements.stream()
        .flatMap(m -> m.usage().requests().keySet().stream())
        .collect(Collectors.toCollection(TreeSet::new))
        .forEach(
            request ->
                rows.add(
                    row(
                        "… " + request,
                        2,
                        m ->
                            m.usage().requests().getOrDefault(request, 0L)
                                / (double) m.resources())));
    rows.add(
        row(
            "API server, kubelet, load: CPU per resource, ms",
            1,
            m -> perResource(m, m.usage().otherCpu())));
    rows.add(row("cores in use: operator", 2, m -> cores(m, m.usage().operatorCpu())));
    rows.add(
        row("cores in use: API server, kubelet, load", 2, m -> cores(m, m.usage().otherCpu())));
    rows.add(times("a pod in the kubelet, p50 / p99", Measurement::inKubelet));
    return rows.stream()
        .map(
            row ->
                measurements.stream()
                    .map(row.value())
                    .collect(Collectors.joining(" | ", "| " + row.name() + " | ", " |\n")))
        .collect(Collectors.joining());
  }

  private static Row row(String name, int digits, ToDoubleFunction<Measurement> value) {
    return new Row(name, m -> number(digits, value.applyAsDouble(m)));
  }

  private static Row times(String name, Function<Measurement, List<Duration>> times) {
    return new Row(
        name,
        m ->
            "%s / %s ms"
                .formatted(
                    number(0, percentile(times.apply(m), 50)),
                    number(0, percentile(times.apply(m), 99))));
  }

  private static String number(int digits, double value) {
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }

  private static double perResource(Measurement m, Duration total) {
    return millis(total) / m.resources();
  }

  private static double cores(Measurement m, Duration total) {
    return seconds(total) / seconds(m.span());
  }

  private static double heapPerResource(Measurement m) {
    return (m.heapAfter() - m.heapBefore()) / BYTES_PER_KB / m.size();
  }

  /** In milliseconds: the smallest time that a percentage of the values does not exceed. */
  private static double percentile(List<Duration> times, int percent) {
    List<Duration> sorted = times.stream().sorted().toList();
    int rank = (int) Math.ceil(sorted.size() * percent / 100.0);
    return millis(sorted.get(rank - 1));
  }

  private static double millis(Duration time) {
    return seconds(time) * 1000;
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
