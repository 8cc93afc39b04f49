// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.catalogue.SuiteMemory;
import dev.sparkbench.api.catalogue.SuiteQueries;
import dev.sparkbench.api.contract.SuiteWorkload;
import dev.sparkbench.api.contract.SuiteWorkload.Generate;
import dev.sparkbench.api.contract.Workload;
import dev.sparkbench.api.resource.DatasetSpec;
import dev.sparkbench.api.resource.JobConfig;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import dev.sparkbench.api.resource.SuiteSpec;
import dev.sparkbench.controller.spec.Benchmark.PodSize;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Standard suites: types tpch and tpcds. */
final class SuiteWork implements WorkSpec {

  private static final Pattern SCALE = Pattern.compile("[1-9][0-9]{0,3}|0[.](0[1-9]|[1-9][0-9]?)");

  /** At larger scales, the generators of TPC-DS repeat rows. */
  private static final double LARGEST_SCALE = 3000;

  private final JobConfig config;
  private final JobType type;
  private final SuiteSpec suite;
  private final String path;
  private final DatasetSpec dataset;
  private Violations violations = new Violations();

  SuiteWork(JobConfig config, SparkBenchmarkJobSpec spec, DatasetSpec dataset) {
    this.config = config;
    this.type = config.type();
    this.suite = type == JobType.TPCH ? config.tpch() : config.tpcds();
    this.path = String.valueOf(spec.s3Path());
    this.dataset = dataset;
  }

  @Override
  public boolean readsDataset() {
    return false;
  }

  @Override
  public List<Violation> violations() {
    violations = new Violations();
    violations.addAll(WorkSpec.foreignMembers(config));
    violations.addAll(
        UnusedDataset.violations(
            dataset,
            Set.of(),
            "type %s, whose tables are created and read as Parquet".formatted(type)));
    if (path.chars().anyMatch(c -> "*?[]{}".indexOf(c) >= 0)) {
      violations.add("spec.s3Path", "'%s' is a pattern; give the folder of the tables", path);
    }
    if (suite == null) {
      violations.add(field(""), "is missing; give at least its scale, such as {scale: \"1\"}");
    } else {
      scale(String.valueOf(suite.scale()));
      queries();
    }
    return violations.toList();
  }

  private void scale(String scale) {
    if (!SCALE.matcher(scale).matches() || Double.parseDouble(scale) > LARGEST_SCALE) {
      violations.add(
          field(".scale"),
          "'%s' is not a scale; give a whole number from 1 to 3000, or a part of one from 0.01 to 0.99",
          scale);
    }
  }

  private void queries() {
    List<String> known = SuiteQueries.of(type);
    Set<String> seen = new HashSet<>();
    for (String query : suite.queries() == null ? List.<String>of() : suite.queries()) {
      if (!known.contains(query)) {
        violations.add(
            field(".queries"),
            "'%s' is not a query of %s; " + remedy(query, known),
            query,
            type.wireName());
      } else if (!seen.add(query)) {
        violations.add(field(".queries"), "'%s' is there twice; queries must be unique", query);
      }
    }
  }

  /**
   * Suggests queries. Some queries consist of two statements. Similar numbers are not suggested,
   * because a wrong number is not a misspelling of them.
   */
  private static String remedy(String query, List<String> known) {
    List<String> near =
        known.stream()
            .filter(
                it ->
                    it.equalsIgnoreCase(query)
                        || it.equals("q" + query)
                        || it.equals(query + "a")
                        || it.equals(query + "b"))
            .toList();
    return near.isEmpty()
        ? "known are %s to %s".formatted(known.get(0), known.get(known.size() - 1))
        : "did you mean %s?".formatted(String.join(" and ", near));
  }

  @Override
  public Optional<Violation> problemWith(PodSize executor) {
    boolean creates = suite != null && suite.generate() != Generate.Never;
    int needed = SuiteMemory.neededMiB(type, executor.cores());
    // An unreadable memory is reported elsewhere.
    return creates && executor.heapMiB() > 0 && executor.heapMiB() < needed
        ? Optional.of(
            new Violation(
                "spec.executor.memory",
                "%d MiB are not enough to create the tables of %s with %d cores, which takes %d MiB; give at least that, or set jobConfig.%s.generate to Never if the tables are there"
                    .formatted(executor.heapMiB(), type, executor.cores(), needed, type)))
        : Optional.empty();
  }

  @Override
  public Workload workload() {
    return new SuiteWorkload(
        type, suite.scale(), suite.queries(), suite.generate(), suite.result());
  }

  private String field(String member) {
    return "spec.jobConfig." + type + member;
  }
}
