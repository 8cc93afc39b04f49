// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import static java.util.Objects.requireNonNullElse;

import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.Dataset;
import dev.sparkbench.api.contract.Partitions;
import dev.sparkbench.api.contract.ResultLayout;
import dev.sparkbench.api.contract.RunMeasurement;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.contract.Storage;
import dev.sparkbench.api.resource.CostSpec;
import dev.sparkbench.api.resource.DatasetSpec;
import dev.sparkbench.api.resource.DatasetSpec.Format;
import dev.sparkbench.api.resource.DriverSpec;
import dev.sparkbench.api.resource.ExecutorSpec;
import dev.sparkbench.api.resource.GoalSpec;
import dev.sparkbench.api.resource.InstanceTypePrice;
import dev.sparkbench.api.resource.MeasurementSpec;
import dev.sparkbench.api.resource.MeasurementSpec.Cache;
import dev.sparkbench.api.resource.MeasurementSpec.Order;
import dev.sparkbench.api.resource.RetrySpec;
import dev.sparkbench.api.resource.SecretName;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec.FailurePolicy;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec.PodRetention;
import dev.sparkbench.api.resource.StorageSpec;
import dev.sparkbench.api.resource.TimeoutsSpec;
import dev.sparkbench.api.scaling.ComparisonGoal;
import dev.sparkbench.api.scaling.Goal;
import dev.sparkbench.api.scaling.Price;
import dev.sparkbench.controller.spec.Benchmark.Assessment;
import dev.sparkbench.controller.spec.Benchmark.LifeCycle;
import dev.sparkbench.controller.spec.Benchmark.Limits;
import dev.sparkbench.controller.spec.Benchmark.Measurement;
import dev.sparkbench.controller.spec.Benchmark.PodSettings;
import dev.sparkbench.controller.spec.Benchmark.PodSize;
import dev.sparkbench.controller.spec.Benchmark.Pods;
import dev.sparkbench.controller.spec.Resolution.Invalid;
import dev.sparkbench.controller.spec.Resolution.Valid;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Turns a user's spec into a benchmark: fills in defaults, and finds errors that the CRD's schema
 * cannot find. It also finds those that the schema can find, for API servers that do not check it.
 */
public final class SpecResolver {

  private static final int DEFAULT_TRIALS = 3;
  private static final int MAX_RERUN_LENGTH = 1024;
  private static final String DEFAULT_CURRENCY = "USD";

  private static final String EXECUTOR_CONTAINER = "executor";

  private final JobDefaults defaults;
  private final Allowed allowed;

  /** Creates a resolver with these defaults, which allows nothing else. */
  public SpecResolver(JobDefaults defaults) {
    this(defaults, Allowed.NOTHING);
  }

  /** Creates a resolver with these defaults, and what is allowed in addition. */
  public SpecResolver(JobDefaults defaults, Allowed allowed) {
    this.defaults = defaults;
    this.allowed = allowed;
  }

  /** The URL of the object store for benchmarks that name none; empty for AWS. */
  public Optional<String> defaultEndpoint() {
    return defaults.endpoint();
  }

  /** Resolves a resource's spec, with all its variants. */
  public Resolution resolve(SparkBenchmarkJob job) {
    if (!job.unreadableSpec().isEmpty()) {
      return new Invalid(
          job.unreadableSpec().stream()
              .map(problem -> new Violation(problem.field(), problem.problem()))
              .toList());
    }
    if (job.getSpec() == null) {
      return new Invalid(List.of(new Violation("spec", "is missing")));
    }
    return Variants.resolve(job, this::resolveAlone);
  }

  private Resolution resolveAlone(SparkBenchmarkJob job) {
    SparkBenchmarkJobSpec spec = job.getSpec();
    SpecCheck check = new SpecCheck();
    check.rights(job, defaults, allowed);
    String jobId = requireNonNullElse(spec.jobId(), job.getMetadata().getName());
    check.jobId(jobId, spec.jobId() == null);
    check.nodeList(spec.nodeList());
    StorageSpec storage = requireNonNullElse(spec.storage(), StorageSpec.EMPTY);
    Locations locations = new Locations(Optional.ofNullable(storage.bucket()).or(defaults::bucket));
    Optional<WorkSpec> work = check.work(spec, locations);
    MeasurementDefaults measuring = MeasurementDefaults.of(spec.jobConfig());
    check.measurement(spec.measurement(), measuring);
    check.sparkConf(spec, allowed.sparkProperties());
    check.cost(spec.cost());

    Optional<S3Uri> uri = check.location(spec.s3Path(), locations);
    check.resultPath(storage.resultPath());
    uri.ifPresent(dataset -> check.resultCredentials(storage, dataset));
    check.certificates(storage.certificates());
    DatasetSpec dataset = requireNonNullElse(spec.dataset(), DatasetSpec.EMPTY);
    Optional<Format> format =
        work.filter(WorkSpec::readsDataset).isPresent()
            ? check.format(dataset, spec.s3Path())
            : Optional.ofNullable(dataset.format());
    if (work.filter(WorkSpec::readsDataset).isPresent()) {
      format.ifPresent(f -> check.reading(f, dataset));
    }
    if (check.violations().isEmpty()) {
      check.results(uri.orElseThrow(), work.orElseThrow(), storage.resultPath(), jobId);
    }
    DriverSpec driver = requireNonNullElse(spec.driver(), DriverSpec.EMPTY);
    PodSize driverSize =
        check.podSize(
            "spec.driver",
            requireNonNullElse(driver.cores(), defaults.driver().cores()),
            requireNonNullElse(driver.memory(), defaults.driver().memory()),
            requireNonNullElse(driver.limitCpu(), true),
            driver.podTemplate());
    check.template(
        "spec.driver.podTemplate",
        driver.podTemplate(),
        Contract.DRIVER_CONTAINER,
        defaults,
        allowed);
    check.driverContainers("spec.driver.podTemplate", driver.podTemplate());
    ExecutorSpec executor = requireNonNullElse(spec.executor(), ExecutorSpec.EMPTY);
    PodSize executorSize =
        check.podSize(
            "spec.executor",
            requireNonNullElse(executor.cores(), defaults.executor().cores()),
            requireNonNullElse(executor.memory(), defaults.executor().memory()),
            requireNonNullElse(executor.limitCpu(), true),
            executor.podTemplate());
    check.template(
        "spec.executor.podTemplate", executor.podTemplate(), EXECUTOR_CONTAINER, defaults, allowed);
    work.ifPresent(what -> check.executorFor(what, executorSize));
    check.schema(spec);
    if (!check.violations().isEmpty()) {
      return new Invalid(check.violations());
    }

    ResultLayout layout = ResultLayout.of(uri.orElseThrow(), storage.resultPath(), jobId);
    return new Valid(
        BenchmarkBuilder.builder()
            .jobId(jobId)
            .nodeList(spec.nodeList().stream().sorted().toList())
            .workload(work.orElseThrow().workload())
            .dataset(dataset(uri.orElseThrow(), format, dataset))
            .storage(storage(storage, layout))
            .layout(layout)
            .measurement(measurement(spec, executorSize, measuring))
            .assessment(
                new Assessment(
                    goal(spec.goal()),
                    Optional.ofNullable(spec.cost()).map(SpecResolver::price),
                    ComparisonGoal.NONE))
            .pods(
                new Pods(
                    driverSize,
                    executorSize,
                    podSettings(spec, storage),
                    requireNonNullElse(spec.sparkConf(), Map.of())))
            .limits(limits(spec))
            .lifeCycle(lifeCycle(job))
            .variants(List.of())
            .build());
  }

  private static Measurement measurement(
      SparkBenchmarkJobSpec spec, PodSize executor, MeasurementDefaults defaults) {
    MeasurementSpec measurement = requireNonNullElse(spec.measurement(), MeasurementSpec.EMPTY);
    int iterations = requireNonNullElse(measurement.iterations(), defaults.iterations());
    Partitions partitions = requireNonNullElse(measurement.partitions(), Partitions.Pinned);
    RunMeasurement run =
        new RunMeasurement(
            requireNonNullElse(measurement.warmups(), defaults.warmups()),
            requireNonNullElse(measurement.maxWarmupSeconds(), defaults.maxWarmupSeconds()),
            iterations,
            measurement.cache() == Cache.Memory,
            partitions,
            measurement.partitionCount());
    // The same number for every node count, and enough for the largest.
    int slots = Collections.max(spec.nodeList()) * executor.cores();
    return new Measurement(
        run.partitionCount() == null
            ? run.withPartitionCount(slots * defaults.partitionsPerSlot())
            : run,
        trials(measurement, iterations),
        requireNonNullElse(measurement.order(), defaultOrder(spec)),
        requireNonNullElse(spec.eventLog(), false));
  }

  private static Limits limits(SparkBenchmarkJobSpec spec) {
    RetrySpec retry = requireNonNullElse(spec.retry(), RetrySpec.EMPTY);
    TimeoutsSpec timeouts = requireNonNullElse(spec.timeouts(), TimeoutsSpec.EMPTY);
    return new Limits(
        requireNonNullElse(retry.maxAttempts(), 2),
        Duration.ofSeconds(requireNonNullElse(retry.backoffSeconds(), 10)),
        Duration.ofSeconds(requireNonNullElse(timeouts.startSeconds(), 300)),
        Duration.ofSeconds(requireNonNullElse(timeouts.runSeconds(), 3600)));
  }

  private static LifeCycle lifeCycle(SparkBenchmarkJob job) {
    SparkBenchmarkJobSpec spec = job.getSpec();
    return new LifeCycle(
        requireNonNullElse(spec.failurePolicy(), FailurePolicy.Continue),
        requireNonNullElse(spec.podRetention(), PodRetention.OnFailure),
        rerun(job),
        requireNonNullElse(spec.suspend(), false),
        Optional.ofNullable(spec.ttlSecondsAfterFinished()).map(Duration::ofSeconds));
  }

  /** With variants, runs are shuffled, so that changes over time affect all variants alike. */
  static Order defaultOrder(SparkBenchmarkJobSpec spec) {
    return spec.variants() == null || spec.variants().isEmpty() ? Order.Ascending : Order.Shuffled;
  }

  private Storage storage(StorageSpec spec, ResultLayout layout) {
    return new Storage(
        Optional.ofNullable(spec.endpoint()).or(defaults::endpoint).orElse(null),
        Optional.ofNullable(spec.region()).or(defaults::region).orElse(null),
        requireNonNullElse(spec.pathStyleAccess(), defaults.pathStyleAccess()),
        Optional.ofNullable(spec.certificates())
            .map(from -> new Storage.Certificates(from.secret(), from.configMap()))
            .orElse(null),
        Optional.ofNullable(spec.resultCredentialsSecret())
            .map(secret -> new Storage.Results(layout.output().bucket(), secret))
            .orElse(null),
        null);
  }

  /** As many as requested; the default is as many as the status has room for. */
  static int trials(MeasurementSpec measurement, int iterations) {
    return requireNonNullElse(
        measurement.trials(), Math.min(DEFAULT_TRIALS, RunReport.MAX_SAMPLES / iterations));
  }

  /** The annotation's value, up to the length that the status can hold. */
  private static Optional<String> rerun(SparkBenchmarkJob job) {
    return Optional.ofNullable(
            job.getMetadata().getAnnotations().get(SparkBenchmarkJob.RERUN_ANNOTATION))
        .map(value -> value.substring(0, Math.min(value.length(), MAX_RERUN_LENGTH)));
  }

  private static Goal goal(GoalSpec goal) {
    return goal == null ? Goal.NONE : Goal.of(goal.maxSeconds(), goal.minEfficiencyPercent());
  }

  private static Price price(CostSpec cost) {
    BigDecimal spot =
        BigDecimal.valueOf(requireNonNullElse(cost.spotSharePercent(), 0))
            .multiply(BigDecimal.valueOf(requireNonNullElse(cost.spotDiscountPercent(), 0)))
            .movePointLeft(4);
    UnaryOperator<BigDecimal> discounted =
        price -> price.subtract(price.multiply(spot)).stripTrailingZeros();
    BigDecimal executor = new BigDecimal(cost.executorHourPrice());
    return new Price(
        discounted.apply(executor),
        cost.driverHourPrice() == null ? executor : new BigDecimal(cost.driverHourPrice()),
        requireNonNullElse(cost.currency(), DEFAULT_CURRENCY),
        cost.instanceTypes().stream()
            .collect(
                Collectors.toMap(
                    InstanceTypePrice::name,
                    type -> discounted.apply(new BigDecimal(type.executorHourPrice())))));
  }

  private static Dataset dataset(S3Uri uri, Optional<Format> format, DatasetSpec spec) {
    return new Dataset(
        uri.toString(),
        format.map(Format::wireName).orElse(null),
        spec.options(),
        spec.schema(),
        spec.badRecords(),
        spec.columns(),
        spec.label(),
        spec.features(),
        null,
        null);
  }

  private PodSettings podSettings(SparkBenchmarkJobSpec spec, StorageSpec storage) {
    return new PodSettings(
        requireNonNullElse(spec.image(), defaults.image()),
        Optional.ofNullable(spec.imagePullPolicy()).map(Enum::name).or(defaults::imagePullPolicy),
        Optional.ofNullable(spec.imagePullSecrets())
            .map(secrets -> secrets.stream().map(SecretName::name).toList())
            .orElse(defaults.imagePullSecrets()),
        Optional.ofNullable(spec.serviceAccountName()).or(defaults::serviceAccount),
        Optional.ofNullable(storage.credentialsSecret()).or(defaults::credentialsSecret));
  }
}
