// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import static java.util.Objects.requireNonNullElseGet;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.contract.Workload;
import dev.sparkbench.api.resource.DatasetSpec;
import dev.sparkbench.api.resource.JobConfig;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import dev.sparkbench.controller.spec.Benchmark.PodSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a manifest asks to measure. Each family of types has its own implementation. */
interface WorkSpec {

  /** Everything that is wrong with it, and with what else of the spec concerns it. */
  List<Violation> violations();

  /** What a run is asked for. Only if nothing is wrong. */
  Workload workload();

  /** What it reads in addition to {@code s3Path}, by name. Only if nothing is wrong. */
  default Map<String, S3Uri> furtherData() {
    return Map.of();
  }

  /** What is wrong with the executors for this work. */
  default Optional<Violation> problemWith(PodSize executor) {
    return Optional.empty();
  }

  /** Whether {@code spec.dataset} says how {@code s3Path} is read. */
  boolean readsDataset();

  /** The work of a manifest; empty if it does not say which type it is of. */
  static Optional<WorkSpec> of(SparkBenchmarkJobSpec spec, Locations locations) {
    JobConfig config = spec.jobConfig();
    if (config == null || config.type() == null) {
      return Optional.empty();
    }
    DatasetSpec dataset =
        requireNonNullElseGet(
            spec.dataset(), () -> new DatasetSpec(null, null, null, null, null, null, null));
    return Optional.of(
        switch (config.type()) {
          case DESCRIPTIVE, ML -> new TaskWork(config, dataset);
          case SQL -> new SqlWork(config, dataset, locations);
          case TPCH, TPCDS -> new SuiteWork(config, spec, dataset);
          case APPLICATION -> new ApplicationWork(config, spec, dataset, locations);
        });
  }

  /** What is wrong with a manifest that does not say of which type the work is. */
  static Violation typeMissing() {
    return new Violation(
        "spec.jobConfig.type",
        "is missing; give one of "
            + Arrays.stream(JobType.values())
                .map(JobType::wireName)
                .collect(Collectors.joining(", ")));
  }

  /** Members of jobConfig that belong to another type, for API servers that do not check rules. */
  static List<Violation> foreignMembers(JobConfig config) {
    List<Violation> violations = new ArrayList<>();
    JobType type = config.type();
    boolean tasks = type == JobType.DESCRIPTIVE || type == JobType.ML;
    foreign(violations, "tasks", config.tasks() != null && !tasks, type);
    foreign(violations, "parameters", config.parameters() != null && !tasks, type);
    foreign(violations, "sql", config.sql() != null && type != JobType.SQL, type);
    foreign(violations, "tpch", config.tpch() != null && type != JobType.TPCH, type);
    foreign(violations, "tpcds", config.tpcds() != null && type != JobType.TPCDS, type);
    foreign(
        violations,
        "application",
        config.application() != null && type != JobType.APPLICATION,
        type);
    return violations;
  }

  private static void foreign(
      List<Violation> violations, String member, boolean isForeign, JobType type) {
    if (isForeign) {
      violations.add(
          new Violation(
              "spec.jobConfig." + member, "is not for type %s; remove it".formatted(type)));
    }
  }
}
