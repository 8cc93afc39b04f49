package dev.sparkbench.runner;

import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.ResultLayout;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.runner.cluster.Cluster;
import dev.sparkbench.runner.cluster.Pins;
import dev.sparkbench.runner.cluster.Registration;
import dev.sparkbench.runner.cluster.Session;
import dev.sparkbench.runner.cluster.SettingsCheck;
import dev.sparkbench.runner.failure.Failures;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.failure.Step;
import dev.sparkbench.runner.measurement.Iterations;
import dev.sparkbench.runner.measurement.Measuring;
import dev.sparkbench.runner.measurement.RunClock;
import dev.sparkbench.runner.measurement.RunPhase;
import dev.sparkbench.runner.measurement.TaskRecorder;
import dev.sparkbench.runner.measurement.Warmup;
import dev.sparkbench.runner.ml.MlWork;
import dev.sparkbench.runner.secret.Secrets;
import dev.sparkbench.runner.storage.DatasetObjects;
import dev.sparkbench.runner.storage.ObjectFormats;
import dev.sparkbench.runner.storage.ObjectStore;
import dev.sparkbench.runner.table.CachedRows;
import dev.sparkbench.runner.table.Reading;
import dev.sparkbench.runner.table.Table;
import dev.sparkbench.runner.table.TableReader;
import dev.sparkbench.runner.tasks.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The command {@code run}: measures the tasks with one number of executors. */
final class Run {

  private static final Logger LOG = LoggerFactory.getLogger(Run.class);

  private RunRequest request;
  private final Cluster cluster;
  private final S3Uri uri;
  private final RunClock clock = RunClock.ofThisJvm();
  private DatasetObjects found;

  private Run(RunRequest request, Cluster cluster) {
    this.request = request;
    this.cluster = cluster;
    this.uri = S3Uri.parse(request.dataset().uri());
  }

  /** Does the run; whatever goes wrong is in the report. */
  static RunReport execute(RunRequest request, Cluster cluster) {
    Run run = new Run(request, cluster);
    try {
      Findings findings = run.attempt();
      return run.report(findings);
    } catch (Throwable e) { // an OutOfMemoryError has to be reported as well
      Failure failure = run.explain(e);
      LOG.error("the run failed: {}", failure.message(), e);
      DriverLog.keep(request, failure.reason());
      return RunReport.failed(request, run.clock.phases(), failure);
    }
  }

  private Failure explain(Throwable e) {
    Map<String, String> settings = new HashMap<>(request.dataset().options());
    settings.putAll(request.sparkConf());
    Failure failure =
        new Failures(
                uri.toString(),
                request.dataset().format(),
                request.storage(),
                request.output(),
                settings)
            .of(e, clock.phaseOf(e).map(Run::step).orElse(Step.COMPUTING), this::hasChanged);
    return new Failure(
        failure.reason(),
        Secrets.of(request.sparkConf(), System.getenv()).removedFrom(failure.message()));
  }

  private static Step step(RunPhase phase) {
    return switch (phase) {
      case JVM, CHECK -> Step.LISTING;
      case SESSION, EXECUTORS -> Step.STARTING;
      case SCHEMA -> Step.OPENING;
      case CACHE, WARMUPS, ITERATIONS, STOP -> Step.COMPUTING;
      case UPLOAD -> Step.WRITING;
    };
  }

  /** Whether the dataset is another one now than when it was found; versions of tables stay. */
  private boolean hasChanged() {
    if (found == null || found.table() != null) {
      return false;
    }
    try (ObjectStore store = openStore()) {
      return !DatasetObjects.find(store, uri).identity().equals(found.identity());
    } catch (RunFailure e) {
      return e.failure().reason() == FailureReason.DATASET_NOT_FOUND;
    }
  }

  private ObjectStore openStore() {
    return ObjectStore.open(request.storage(), request.sparkConf());
  }

  private Findings attempt() {
    Function<Table, Work> tasks = Families.select(request);
    clock.run(RunPhase.CHECK, () -> SettingsCheck.require(request.sparkConf()));
    try (ObjectStore store = clock.time(RunPhase.CHECK, this::openStore)) {
      DatasetObjects objects = clock.time(RunPhase.CHECK, () -> check(store));
      found = objects;
      clock.run(RunPhase.CHECK, () -> requireWritable(store));
      Session session = clock.time(RunPhase.SESSION, () -> cluster.start(request));
      try {
        Findings findings = measure(store, session, tasks, objects);
        clock.run(RunPhase.CHECK, () -> checkAgain(store, objects));
        clock.run(RunPhase.UPLOAD, () -> write(store, session, findings));
        return findings;
      } finally {
        clock.run(RunPhase.STOP, session::close);
      }
    }
  }

  private DatasetObjects check(ObjectStore store) {
    DatasetObjects objects = DatasetObjects.find(store, request.dataset());
    LOG.info("{}: {} objects, {} bytes", uri, objects.objects().size(), objects.bytes());
    if (request.dataset().format() == null) {
      request =
          request.withDataset(request.dataset().withFormat(ObjectFormats.find(store, objects)));
    }
    if (request.dataset().expectedIdentity() != null) {
      objects.requireIdentity(request.dataset().expectedIdentity(), "since the baseline run");
    }
    return objects;
  }

  /** Not after an hour of measuring, that nothing of it can be kept. */
  private void requireWritable(ObjectStore store) {
    S3Uri output = S3Uri.parse(request.output());
    store.requireWritable(output, false);
    if (request.workload() instanceof TaskWorkload work && MlWork.savesModels(work)) {
      // Spark replaces a model by removing the last one.
      store.requireWritable(ResultLayout.model(output, "model"), true);
    }
  }

  /** A version of a table does not change, whatever becomes of the table. */
  private void checkAgain(ObjectStore store, DatasetObjects objects) {
    if (objects.table() == null) {
      DatasetObjects.find(store, uri).requireIdentity(objects.identity(), "while it was measured");
    }
  }

  private Findings measure(
      ObjectStore store, Session session, Function<Table, Work> tasks, DatasetObjects objects) {
    Pins.ofDataset(request, objects.bytes()).forEach(session.spark().conf()::set);
    TableReader reader = new TableReader(session.spark(), request.dataset(), objects, store);
    // The driver does this alone, while the executors start.
    clock.run(RunPhase.SCHEMA, reader::prepare);
    clock.run(RunPhase.EXECUTORS, () -> awaitExecutors(session));
    Reading reading =
        clock.time(
            RunPhase.SCHEMA,
            () ->
                reader.read(
                    bytes -> Pins.ofDataset(request, bytes).forEach(session.spark().conf()::set)));
    return reading.explaining(() -> measure(session, tasks, objects, reading));
  }

  private Findings measure(
      Session session, Function<Table, Work> tasks, DatasetObjects objects, Reading reading) {
    if (request.cacheInMemory()) {
      clock.time(RunPhase.CACHE, () -> CachedRows.materialise(reading.table()));
    }
    Work work = tasks.apply(reading.table());
    try (TaskRecorder recorder = TaskRecorder.of(session.spark().sparkContext())) {
      Warmup warmup =
          new Warmup(
              limits(), recorder, () -> awaitExecutors(session), work::compute, System::nanoTime);
      Iterations<Work.Result> iterations =
          clock.time(
              RunPhase.ITERATIONS,
              () ->
                  Iterations.measure(
                      recorder,
                      () -> awaitExecutors(session),
                      () -> clock.run(RunPhase.WARMUPS, warmup::run),
                      new Measuring<>(
                          work::compute,
                          Work.Result::phases,
                          request.nodes() * request.executors().cores()),
                      request.iterations(),
                      System::nanoTime));
      Instant finishedAt = Instant.now();
      return new Findings(
          objects,
          reading,
          clock.time(RunPhase.SCHEMA, reading::badRecords),
          warmup.outcome(),
          iterations,
          awaitExecutors(session),
          clock.time(RunPhase.UPLOAD, session::machines),
          finishedAt);
    }
  }

  private Warmup.Limits limits() {
    return Warmup.Limits.of(
        request.warmups(),
        request.nodes(),
        request.minNodes(),
        Duration.ofSeconds(request.maxWarmupSeconds()));
  }

  /** One may go at any time; its replacement is as good, once it is there. */
  private List<String> awaitExecutors(Session session) {
    return Registration.await(session, request.nodes(), Duration.ofSeconds(request.startSeconds()));
  }

  private void write(ObjectStore store, Session session, Findings findings) {
    S3Uri output = S3Uri.parse(request.output());
    store.put(output, "application/json", findings.document(request, session, clock.phases()));
    LOG.info("wrote {}", output);
    findings.iterations().result().save(output);
  }

  private RunReport report(Findings findings) {
    return new RunReport(
        Contract.VERSION,
        RunReport.Outcome.SUCCEEDED,
        request.nodes(),
        request.trial(),
        request.attempt(),
        findings.iterations().samples(),
        findings.hosts().size(),
        findings.iterations().executorsLost(),
        findings.iterations().disturbed(),
        findings.objects().identity(),
        clock.phases(),
        null,
        findings.instanceTypes());
  }
}
