package dev.sparkbench.controller.spec;

import static java.util.Objects.requireNonNullElse;

import dev.sparkbench.api.contract.Partitions;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.resource.CertificatesSpec;
import dev.sparkbench.api.resource.CostSpec;
import dev.sparkbench.api.resource.DatasetSpec;
import dev.sparkbench.api.resource.DatasetSpec.Format;
import dev.sparkbench.api.resource.GoalSpec;
import dev.sparkbench.api.resource.InstanceTypePrice;
import dev.sparkbench.api.resource.JobConfig;
import dev.sparkbench.api.resource.MeasurementSpec;
import dev.sparkbench.api.resource.RetrySpec;
import dev.sparkbench.api.resource.StorageSpec;
import dev.sparkbench.api.resource.TimeoutsSpec;
import dev.sparkbench.controller.spec.Benchmark.PodSize;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Collects everything that is wrong with a spec, field by field. */
final class SpecCheck {

  private static final Pattern JOB_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");
  private static final Pattern MEMORY = Pattern.compile("([1-9][0-9]{0,5})(Mi|Gi)");
  private static final Pattern PRICE = Pattern.compile("[0-9]{1,9}([.][0-9]{1,9})?");
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final Pattern INSTANCE_TYPE =
      Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
  private static final int MAX_NODES = 1000;
  private static final int MAX_PRICES = 32;

  private final List<Violation> violations = new ArrayList<>();

  List<Violation> violations() {
    return List.copyOf(violations);
  }

  void jobId(String jobId, boolean isResourceName) {
    if (!JOB_ID.matcher(jobId).matches()) {
      add(
          "spec.jobId",
          isResourceName
              ? "defaults to the resource's name '%s', which is too long; give one of at most 63 characters"
              : "'%s' must be 1 to 63 letters, digits, '_', '.' or '-', the first a letter or digit",
          jobId);
    }
  }

  void nodeList(List<Integer> nodeList) {
    if (nodeList == null || nodeList.isEmpty()) {
      add("spec.nodeList", "is missing; give the node counts, such as [1, 2, 4, 8]");
      return;
    }
    Set<Integer> seen = new HashSet<>();
    for (Integer nodes : nodeList) {
      if (nodes == null || nodes < 1 || nodes > MAX_NODES) {
        add("spec.nodeList", "%s is not a node count; give whole numbers from 1 to 1000", nodes);
      } else if (!seen.add(nodes)) {
        add("spec.nodeList", "%s is there twice; node counts must be unique", nodes);
      }
    }
  }

  void tasks(JobConfig config, DatasetSpec dataset) {
    violations.addAll(TaskCheck.of(config, dataset));
  }

  void measurement(MeasurementSpec measurement) {
    if (measurement != null) {
      range("spec.measurement.warmups", measurement.warmups(), 0, 20);
      range("spec.measurement.iterations", measurement.iterations(), 1, 50);
      range("spec.measurement.trials", measurement.trials(), 1, 20);
      range("spec.measurement.maxWarmupSeconds", measurement.maxWarmupSeconds(), 0, 3600);
      int iterations =
          requireNonNullElse(measurement.iterations(), SpecResolver.DEFAULT_ITERATIONS);
      int trials = requireNonNullElse(measurement.trials(), 1);
      if ((long) iterations * trials > RunReport.MAX_SAMPLES) {
        add(
            "spec.measurement.trials",
            "%d trials of %d iterations make more samples of a node count than the %d that are kept; lower one of the two",
            trials,
            iterations,
            RunReport.MAX_SAMPLES);
      }
    }
  }

  void limits(RetrySpec retry, TimeoutsSpec timeouts) {
    if (retry != null) {
      range("spec.retry.maxAttempts", retry.maxAttempts(), 1, 10);
      range("spec.retry.backoffSeconds", retry.backoffSeconds(), 0, 3600);
    }
    if (timeouts != null) {
      range("spec.timeouts.startSeconds", timeouts.startSeconds(), 5, 86_400);
      range("spec.timeouts.runSeconds", timeouts.runSeconds(), 10, 604_800);
    }
  }

  void ttl(Integer seconds) {
    range("spec.ttlSecondsAfterFinished", seconds, 0, 31_536_000);
  }

  void goal(GoalSpec goal) {
    if (goal != null) {
      range("spec.goal.maxSeconds", goal.maxSeconds(), 1, 604_800);
      range("spec.goal.minEfficiencyPercent", goal.minEfficiencyPercent(), 1, 100);
    }
  }

  void cost(CostSpec cost) {
    if (cost == null) {
      return;
    }
    price("executorHourPrice", String.valueOf(cost.executorHourPrice()));
    instanceTypes(cost.instanceTypes());
    if (cost.driverHourPrice() != null) {
      price("driverHourPrice", cost.driverHourPrice());
    }
    range("spec.cost.spotSharePercent", cost.spotSharePercent(), 0, 100);
    range("spec.cost.spotDiscountPercent", cost.spotDiscountPercent(), 0, 100);
    if (cost.currency() != null && !CURRENCY.matcher(cost.currency()).matches()) {
      add("spec.cost.currency", "'%s' must be three capital letters, such as EUR", cost.currency());
    }
  }

  private void instanceTypes(List<InstanceTypePrice> types) {
    String field = "spec.cost.instanceTypes";
    if (types.size() > MAX_PRICES) {
      add(field, "has %d prices; give at most %d", types.size(), MAX_PRICES);
    }
    Set<String> seen = new HashSet<>();
    for (InstanceTypePrice type : types) {
      String name = String.valueOf(type.name());
      if (!INSTANCE_TYPE.matcher(name).matches()) {
        add(
            field + ".name",
            "'%s' is not an instance type; give the value of the nodes' label node.kubernetes.io/instance-type",
            name);
      } else if (!seen.add(name)) {
        add(field + ".name", "'%s' is there twice; give one price for each instance type", name);
      }
      price("instanceTypes.executorHourPrice", String.valueOf(type.executorHourPrice()));
    }
  }

  private void price(String field, String price) {
    if (!PRICE.matcher(price).matches()) {
      add("spec.cost." + field, "'%s' must be a decimal number in quotes, such as \"0.36\"", price);
    }
  }

  void sparkConf(Map<String, String> sparkConf, MeasurementSpec measurement) {
    Partitions partitions =
        Optional.ofNullable(measurement).map(MeasurementSpec::partitions).orElse(Partitions.Pinned);
    new TreeMap<>(requireNonNullElse(sparkConf, Map.<String, String>of()))
        .forEach(
            (key, value) ->
                SparkProperties.problemWith(key, partitions)
                    .or(() -> SparkProperties.problemWithValue(key, value))
                    .ifPresent(problem -> add("spec.sparkConf", "'%s' %s", key, problem)));
  }

  Optional<S3Uri> location(String path, Optional<String> bucket) {
    String field = "spec.s3Path";
    if (path == null || path.isBlank()) {
      add(field, "is missing; give a key in the bucket, or s3://bucket/key");
      return Optional.empty();
    }
    if (hasParent(path)) {
      add(field, "'%s' must not contain '..'", path);
      return Optional.empty();
    }
    if (path.startsWith("s3://")) {
      return uri(field, path);
    }
    if (path.contains("://")) {
      add(field, "'%s' must be a key in the bucket, or s3://bucket/key", path);
      return Optional.empty();
    }
    if (bucket.isEmpty()) {
      add(
          "spec.storage.bucket",
          "is missing, and the operator has no default; set it, or give spec.s3Path as s3://bucket/key");
      return Optional.empty();
    }
    String key = path.replaceFirst("^/+", "");
    if (key.isEmpty()) {
      add(field, "'%s' names no key", path);
      return Optional.empty();
    }
    return Optional.of(new S3Uri(bucket.get(), key));
  }

  void resultPath(String path) {
    String field = "spec.storage.resultPath";
    if (path == null) {
      return;
    }
    if (path.isBlank() || path.startsWith("/")) {
      add(field, "'%s' must be a key prefix, or s3://bucket/prefix", path);
    } else if (hasParent(path)) {
      add(field, "'%s' must not contain '..'", path);
    } else if (path.startsWith("s3://")) {
      uri(field, path);
    }
  }

  /** Each bucket is reached with one set of credentials. */
  void resultCredentials(StorageSpec storage, S3Uri dataset) {
    String path = requireNonNullElse(storage.resultPath(), "");
    boolean elsewhere =
        path.startsWith("s3://") && !path.startsWith("s3://" + dataset.bucket() + "/");
    if (storage.resultCredentialsSecret() != null && !elsewhere) {
      add(
          "spec.storage.resultCredentialsSecret",
          "'%s' is for results that lie in a bucket of their own, and they lie in the dataset's, '%s'; give spec.storage.resultPath as s3://bucket/prefix, or remove it",
          storage.resultCredentialsSecret(),
          dataset.bucket());
    }
  }

  void certificates(CertificatesSpec certificates) {
    if (certificates != null
        && (certificates.secret() == null) == (certificates.configMap() == null)) {
      add("spec.storage.certificates", "must name either a secret or a configMap");
    }
  }

  Optional<Format> format(Format given, String path) {
    if (given != null) {
      return Optional.of(given);
    }
    Optional<Format> found = Optional.ofNullable(path).flatMap(DatasetFormats::ofPath);
    if (found.isEmpty() && path != null) {
      add(
          "spec.dataset.format",
          "is missing, and the extension of '%s' does not tell; give one of csv, json, parquet, orc",
          path);
    }
    return found;
  }

  void reading(Format format, DatasetSpec dataset) {
    violations.addAll(DatasetCheck.violations(format, dataset));
  }

  PodSize podSize(
      String field, int cores, String memory, boolean limitCpu, Map<String, Object> template) {
    range(field + ".cores", cores, 1, 64);
    template(field + ".podTemplate", template);
    return new PodSize(
        cores,
        mebibytes(field + ".memory", memory),
        limitCpu,
        requireNonNullElse(template, Map.of()));
  }

  private int mebibytes(String field, String memory) {
    Matcher matcher = MEMORY.matcher(memory);
    if (!matcher.matches()) {
      add(field, "'%s' must be a whole number of Mi or Gi, such as 512Mi or 2Gi", memory);
      return 0;
    }
    return Integer.parseInt(matcher.group(1)) * (matcher.group(2).equals("Gi") ? 1024 : 1);
  }

  private void template(String field, Map<String, Object> template) {
    if (template == null) {
      return;
    }
    try {
      PodTemplateSpec parsed = PodTemplates.parse(template);
      if (!parsed.getAdditionalProperties().isEmpty()) {
        add(
            field,
            "has unknown fields %s; a PodTemplateSpec has metadata and spec",
            parsed.getAdditionalProperties().keySet());
      }
    } catch (IllegalArgumentException e) {
      add(field, "is not a PodTemplateSpec: %s", e.getMessage().lines().findFirst().orElse(""));
    }
  }

  private Optional<S3Uri> uri(String field, String text) {
    try {
      S3Uri uri = S3Uri.parse(text);
      if (!BUCKET.matcher(uri.bucket()).matches()) {
        add(
            field,
            "'%s' has a bucket that Hadoop's S3A cannot reach; bucket names have lower-case letters, digits, '-' and '.' only",
            text);
        return Optional.empty();
      }
      return Optional.of(uri);
    } catch (IllegalArgumentException e) {
      add(field, "%s", e.getMessage());
      return Optional.empty();
    }
  }

  private static boolean hasParent(String path) {
    return List.of(path.split("/")).contains("..");
  }

  private void range(String field, Integer value, int min, int max) {
    if (value != null && (value < min || value > max)) {
      add(field, "%d must be from %d to %d", value, min, max);
    }
  }

  private void add(String field, String problem, Object... values) {
    violations.add(new Violation(field, problem.formatted(values)));
  }
}
