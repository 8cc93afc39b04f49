// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.status;

import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.RunStatus.State;
import dev.sparkbench.api.scaling.Costs;
import dev.sparkbench.api.scaling.Price;
import dev.sparkbench.api.scaling.ScalingTable;
import dev.sparkbench.api.scaling.VariantComparison;
import dev.sparkbench.api.scaling.VariantComparison.Measured;
import dev.sparkbench.controller.spec.Benchmark;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The results of one configuration: of a variant, or of everything without variants.
 *
 * @param variant null without variants
 * @param cores the cores of each executor
 * @param runs its entries in the status
 * @param price the price of its executors
 */
record Configuration(String variant, int cores, List<RunStatus> runs, Optional<Price> price) {

  private static final Set<State> COMPARED = Set.of(State.Succeeded, State.Running);

  /** All configurations of a status, the reference first; a single one without variants. */
  static List<Configuration> of(List<RunStatus> runs, Optional<Benchmark> benchmark) {
    Map<Optional<String>, List<RunStatus>> byVariant =
        runs.stream()
            .collect(
                Collectors.groupingBy(
                    run -> Optional.ofNullable(run.variant()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    if (byVariant.isEmpty()) {
      byVariant.put(Optional.empty(), List.of());
    }
    return byVariant.entrySet().stream()
        .map(
            entry -> {
              String variant = entry.getKey().orElse(null);
              Optional<Benchmark> own = benchmark.map(it -> it.of(variant));
              return new Configuration(
                  variant,
                  own.map(it -> it.pods().executor().cores()).orElse(1),
                  entry.getValue(),
                  own.flatMap(it -> it.assessment().price()));
            })
        .toList();
  }

  /** The comparison of variants with the first one. */
  static VariantComparison compared(List<Configuration> configurations) {
    return VariantComparison.of(
        configurations.stream()
            .map(
                it ->
                    new Measured(
                        it.variant(),
                        it.cores(),
                        it.compared()
                            .filter(run -> run.measuredTrials() > 0)
                            .collect(Collectors.toMap(RunStatus::nodes, Runs::samples))))
            .toList());
  }

  /**
   * The table of node counts that are measured, or are being measured and have some trials. A node
   * count that was given up cannot be compared.
   */
  ScalingTable table() {
    return ScalingTable.of(compared().collect(Collectors.toMap(RunStatus::nodes, Runs::samples)));
  }

  /** The costs of these node counts. */
  Costs costs() {
    return Costs.of(price, compared().collect(Collectors.toMap(RunStatus::nodes, Runs::fleet)));
  }

  private Stream<RunStatus> compared() {
    return runs.stream().filter(run -> COMPARED.contains(run.state()));
  }
}
