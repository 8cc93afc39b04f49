// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import static java.util.Objects.requireNonNullElse;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.contract.Workload;
import dev.sparkbench.api.resource.DatasetSpec;
import dev.sparkbench.api.resource.JobConfig;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import dev.sparkbench.controller.spec.Benchmark.PodSize;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The work that a manifest asks to measure. Each family of types has its own implementation. */
interface WorkSpec {

  /** Everything that is wrong with it, and with other fields of the spec that concern it. */
  List<Violation> violations();

  /** The request to a run. Call it only if nothing is wrong. */
  Workload workload();

  /**
   * The data that it reads in addition to {@code s3Path}, by name. Call it only if nothing is
   * wrong.
   */
  default Map<String, S3Uri> furtherData() {
    return Map.of();
  }

  /** The problem with the executors for this work. */
  default Optional<Violation> problemWith(PodSize executor) {
    return Optional.empty();
  }

  /** Whether {@code spec.dataset} describes how {@code s3Path} is read. */
  boolean readsDataset();

  /** The work of a manifest; empty if the manifest does not name its type. */
  static Optional<WorkSpec> of(SparkBenchmarkJobSpec spec, Locations locations) {
    JobConfig config = spec.jobConfig();
    if (config == null || config.type() == null) {
      return Optional.empty();
    }
    DatasetSpec dataset = requireNonNullElse(spec.dataset(), DatasetSpec.EMPTY);
    return Optional.of(
        switch (config.type()) {
          case DESCRIPTIVE, ML -> new TaskWork(config, dataset);
          case SQL -> new SqlWork(config, dataset, locations);
          case TPCH, TPCDS -> new SuiteWork(config, spec, dataset);
          case APPLICATION -> new ApplicationWork(config, spec, dataset, locations);
        });
  }

  /** The violation of a manifest that does not name the type of work. */
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
    Violations violations = new Violations();
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
    return violations.toList();
  }

  private static void foreign(
      Violations violations, String member, boolean isForeign, JobType type) {
    if (isForeign) {
      violations.add("spec.jobConfig." + member, "is not for type %s; remove it", type);
    }
  }
}
