// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import static java.util.Objects.requireNonNullElse;

import dev.sparkbench.api.contract.BadRecords;
import dev.sparkbench.api.contract.PackedEndings;
import dev.sparkbench.api.contract.Partitions;
import dev.sparkbench.api.contract.ResultLayout;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.resource.CertificatesSpec;
import dev.sparkbench.api.resource.CostSpec;
import dev.sparkbench.api.resource.DatasetSpec;
import dev.sparkbench.api.resource.DatasetSpec.Format;
import dev.sparkbench.api.resource.MeasurementSpec;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import dev.sparkbench.api.resource.StorageSpec;
import dev.sparkbench.controller.spec.Benchmark.PodSize;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Collects everything that is wrong with a spec, field by field. */
final class SpecCheck {

  private static final Pattern JOB_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");
  private static final int MAX_NODES = 1000;
  private static final int MAX_KEY = 253;

  private final Violations violations = new Violations();

  List<Violation> violations() {
    return violations.toList();
  }

  void jobId(String jobId, boolean isResourceName) {
    if (!JOB_ID.matcher(jobId).matches()) {
      violations.add(
          "spec.jobId",
          isResourceName
              ? "defaults to the resource's name '%s', which is too long; give one of at most 63 characters"
              : "'%s' must be 1 to 63 letters, digits, '_', '.' or '-', the first a letter or digit",
          jobId);
    }
  }

  void nodeList(List<Integer> nodeList) {
    if (nodeList == null || nodeList.isEmpty()) {
      violations.add("spec.nodeList", "is missing; give the node counts, such as [1, 2, 4, 8]");
      return;
    }
    Set<Integer> seen = new HashSet<>();
    for (Integer nodes : nodeList) {
      if (nodes == null || nodes < 1 || nodes > MAX_NODES) {
        violations.add(
            "spec.nodeList", "%s is not a node count; give whole numbers from 1 to 1000", nodes);
      } else if (!seen.add(nodes)) {
        violations.add("spec.nodeList", "%s is there twice; node counts must be unique", nodes);
      }
    }
  }

  /** The work to measure; empty if the manifest does not name the type of work. */
  Optional<WorkSpec> work(SparkBenchmarkJobSpec spec, Locations locations) {
    Optional<WorkSpec> work = WorkSpec.of(spec, locations);
    if (work.isEmpty()) {
      violations.add(WorkSpec.typeMissing());
    } else {
      keys("spec.jobConfig.parameters", spec.jobConfig().parameters(), MAX_KEY);
      violations.addAll(work.get().violations());
    }
    return work;
  }

  /** Everything else that the CRD refuses. */
  void schema(SparkBenchmarkJobSpec spec) {
    violations.addAll(
        SchemaCheck.violations(
            spec, violations.toList().stream().map(Violation::field).collect(Collectors.toSet())));
  }

  void executorFor(WorkSpec work, PodSize executor) {
    work.problemWith(executor).ifPresent(violations::add);
  }

  void measurement(MeasurementSpec measurement, MeasurementDefaults defaults) {
    if (measurement != null) {
      if (measurement.partitionCount() != null
          && measurement.partitions() == Partitions.PerNodeCount) {
        violations.add(
            "spec.measurement.partitionCount",
            "%d is for partitions: Pinned, and they are PerNodeCount; remove one of the two",
            measurement.partitionCount());
      }
      int iterations = requireNonNullElse(measurement.iterations(), defaults.iterations());
      int trials = requireNonNullElse(measurement.trials(), 1);
      if ((long) iterations * trials > RunReport.MAX_SAMPLES) {
        violations.add(
            "spec.measurement.trials",
            "%d trials of %d iterations make more samples of a node count than the %d that are kept; lower one of the two",
            trials,
            iterations,
            RunReport.MAX_SAMPLES);
      }
    }
  }

  void cost(CostSpec cost) {
    if (cost != null) {
      violations.addAll(CostCheck.violations(cost));
    }
  }

  void sparkConf(SparkBenchmarkJobSpec spec, Patterns allowed) {
    Map<String, String> sparkConf = spec.sparkConf();
    boolean eventLog = requireNonNullElse(spec.eventLog(), false);
    keys("spec.sparkConf", sparkConf, MAX_KEY);
    Partitions partitions =
        Optional.ofNullable(spec.measurement())
            .map(MeasurementSpec::partitions)
            .orElse(Partitions.Pinned);
    new TreeMap<>(requireNonNullElse(sparkConf, Map.<String, String>of()))
        .forEach(
            (key, value) ->
                SparkProperties.problemWith(key, value, partitions, eventLog, allowed)
                    .ifPresent(
                        problem ->
                            violations.add(
                                new Violation(
                                    "spec.sparkConf",
                                    "'%s' %s".formatted(Shown.of(key), problem)))));
  }

  Optional<S3Uri> location(String path, Locations locations) {
    return locations.find("spec.s3Path", path, violations);
  }

  void resultPath(String path) {
    String field = "spec.storage.resultPath";
    if (path == null) {
      return;
    }
    if (path.isBlank() || path.startsWith("/")) {
      violations.add(field, "'%s' must be a key prefix, or s3://bucket/prefix", path);
    } else if (Locations.hasParent(path)) {
      violations.add(field, "'%s' must not contain '..'", path);
    } else if (path.startsWith("s3://")) {
      Locations.uri(field, path, violations);
    }
  }

  /** All access to a bucket uses one set of credentials. */
  void resultCredentials(StorageSpec storage, S3Uri dataset) {
    String path = requireNonNullElse(storage.resultPath(), "");
    boolean elsewhere =
        path.startsWith("s3://") && !path.startsWith("s3://" + dataset.bucket() + "/");
    if (storage.resultCredentialsSecret() != null && !elsewhere) {
      violations.add(
          "spec.storage.resultCredentialsSecret",
          "'%s' is for results that lie in a bucket of their own, and they lie in the dataset's, '%s'; give spec.storage.resultPath as s3://bucket/prefix, or remove it",
          storage.resultCredentialsSecret(),
          dataset.bucket());
    }
  }

  void certificates(CertificatesSpec certificates) {
    if (certificates != null
        && (certificates.secret() == null) == (certificates.configMap() == null)) {
      violations.add("spec.storage.certificates", "must name either a secret or a configMap");
    }
  }

  /** The format; empty if it must be determined from the objects, which only the runner can see. */
  Optional<Format> format(DatasetSpec dataset, String path) {
    if (path != null) {
      PackedEndings.of(path)
          .ifPresent(
              ending ->
                  violations.add(
                      "spec.s3Path",
                      "'%s' cannot be decompressed: Spark does not know %s; use .gz, .bz2, .zst or .deflate",
                      path,
                      ending));
    }
    Optional<Format> format =
        Optional.ofNullable(dataset.format())
            .or(() -> Optional.ofNullable(path).flatMap(DatasetFormats::ofPath));
    boolean depends =
        dataset.badRecords() == BadRecords.Drop
            || !requireNonNullElse(dataset.options(), Map.of()).isEmpty();
    if (format.isEmpty() && path != null && depends) {
      violations.add(
          "spec.dataset.format",
          "is missing, and the extension of '%s' does not show whether dataset.options and badRecords fit; give one of csv, json, parquet, orc, delta, iceberg",
          path);
    }
    return format;
  }

  /** If results are within the data, the next run would read them as data. */
  void results(S3Uri dataset, WorkSpec work, String resultPath, String jobId) {
    ResultLayout layout = ResultLayout.of(dataset, resultPath, jobId);
    results(layout, dataset, "s3Path names", resultPath);
    work.furtherData()
        .forEach((table, at) -> results(layout, at, "table " + table + " reads", resultPath));
  }

  private void results(ResultLayout layout, S3Uri data, String reader, String resultPath) {
    if (layout.liesIn(data)) {
      violations.add(
          "spec.storage.resultPath",
          "%s would put the results into what %s, where the next run reads them as data; give %s",
          resultPath == null ? "is missing, and its default" : "'" + resultPath + "'",
          reader,
          "a prefix outside of " + data);
    }
  }

  void reading(Format format, DatasetSpec dataset) {
    keys("spec.dataset.options", dataset.options(), MAX_KEY);
    violations.addAll(DatasetCheck.violations("spec.dataset", format, dataset));
  }

  void driverContainers(String field, Map<String, Object> template) {
    violations.addAll(DriverContainers.violations(field, template));
  }

  PodSize podSize(
      String field, int cores, String memory, boolean limitCpu, Map<String, Object> template) {
    return new PodSize(
        cores,
        mebibytes(field + ".memory", memory),
        limitCpu,
        requireNonNullElse(template, Map.of()));
  }

  private int mebibytes(String field, String memory) {
    Heap.problemWith(memory).ifPresent(problem -> violations.add(field, "'%s' " + problem, memory));
    return Heap.mebibytes(memory).orElse(0);
  }

  void rights(SparkBenchmarkJob job, JobDefaults defaults, Allowed allowed) {
    violations.addAll(RightsCheck.violations(job, defaults, allowed));
  }

  /**
   * Fields of a template that Kubernetes does not know; if there are none, fields that are not
   * allowed.
   */
  void template(
      String field,
      Map<String, Object> template,
      String ownContainer,
      JobDefaults defaults,
      Allowed allowed) {
    if (template == null) {
      return;
    }
    List<Violation> mistakes = PodTemplates.violations(field, template);
    violations.addAll(
        mistakes.isEmpty()
            ? TemplateRights.violations(
                field, template, ownContainer, allowed, Set.copyOf(defaults.imagePullSecrets()))
            : mistakes);
  }

  private void keys(String field, Map<String, ?> map, int longest) {
    requireNonNullElse(map, Map.<String, Object>of()).keySet().stream()
        .filter(key -> key.length() > longest)
        .sorted()
        .forEach(
            key ->
                violations.add(
                    field,
                    "'%s' is a name of %d characters; give one of at most %d",
                    key,
                    key.length(),
                    longest));
  }
}
