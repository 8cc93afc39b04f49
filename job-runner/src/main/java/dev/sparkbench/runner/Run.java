package dev.sparkbench.runner;

import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.cluster.Cluster;
import dev.sparkbench.runner.cluster.Registration;
import dev.sparkbench.runner.cluster.Session;
import dev.sparkbench.runner.failure.Failures;
import dev.sparkbench.runner.measurement.Iterations;
import dev.sparkbench.runner.measurement.PhaseClock;
import dev.sparkbench.runner.measurement.RunPhase;
import dev.sparkbench.runner.measurement.TaskRecorder;
import dev.sparkbench.runner.measurement.Timed;
import dev.sparkbench.runner.storage.DatasetObjects;
import dev.sparkbench.runner.storage.ObjectStore;
import dev.sparkbench.runner.table.CachedRows;
import dev.sparkbench.runner.table.Reading;
import dev.sparkbench.runner.table.Table;
import dev.sparkbench.runner.table.TableReader;
import dev.sparkbench.runner.tasks.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The command {@code run}: measures the tasks with one number of executors. */
final class Run {

  private static final Logger LOG = LoggerFactory.getLogger(Run.class);

  // Spark has waited already; its list of executors is only a moment behind.
  private static final Duration LISTED_WITHIN = Duration.ofSeconds(5);

  private final RunRequest request;
  private final Cluster cluster;
  private final S3Uri uri;
  private final PhaseClock<RunPhase> clock = new PhaseClock<>(RunPhase.class, System::nanoTime);

  private Run(RunRequest request, Cluster cluster) {
    this.request = request;
    this.cluster = cluster;
    this.uri = S3Uri.parse(request.dataset().uri());
  }

  /** Does the run; whatever goes wrong is in the report. */
  static RunReport execute(RunRequest request, Cluster cluster) {
    Run run = new Run(request, cluster);
    try {
      return run.attempt();
    } catch (Throwable e) { // an OutOfMemoryError has to be reported as well
      Failure failure = run.failures().of(e);
      LOG.error("the run failed: {}", failure.message(), e);
      DriverLog.keep(request, failure.reason());
      return RunReport.failed(request, RunPhase.of(run.clock), failure);
    }
  }

  private Failures failures() {
    return new Failures(uri.toString(), request.dataset().format(), request.storage());
  }

  private RunReport attempt() {
    Function<Table, Work> tasks = Families.select(request);
    try (ObjectStore store = ObjectStore.open(request.storage())) {
      DatasetObjects objects = clock.time(RunPhase.CHECK, () -> check(store));
      try (Session session = clock.time(RunPhase.SESSION, () -> cluster.start(request))) {
        clock.time(
            RunPhase.SESSION, () -> Registration.await(session, request.nodes(), LISTED_WITHIN));
        Findings findings = measure(store, session, tasks, objects);
        DatasetObjects.find(store, uri)
            .requireIdentity(objects.identity(), "while it was measured");
        write(store, findings.document(request, session, RunPhase.of(clock)));
        save(findings);
        return report(findings);
      }
    }
  }

  private DatasetObjects check(ObjectStore store) {
    DatasetObjects objects = DatasetObjects.find(store, uri);
    LOG.info("{}: {} objects, {} bytes", uri, objects.objects().size(), objects.bytes());
    if (request.dataset().expectedIdentity() != null) {
      objects.requireIdentity(request.dataset().expectedIdentity(), "since the baseline run");
    }
    return objects;
  }

  private Findings measure(
      ObjectStore store, Session session, Function<Table, Work> tasks, DatasetObjects objects) {
    Reading reading =
        clock.time(
            RunPhase.SCHEMA,
            () -> new TableReader(session.spark(), request.dataset(), objects, store).read());
    return reading.explaining(() -> measure(session, tasks, objects, reading));
  }

  private Findings measure(
      Session session, Function<Table, Work> tasks, DatasetObjects objects, Reading reading) {
    if (request.cacheInMemory()) {
      clock.time(RunPhase.CACHE, () -> CachedRows.materialise(reading.table()));
    }
    Work work = tasks.apply(reading.table());
    List<Double> warmups =
        clock.time(
            RunPhase.WARMUPS,
            () -> Timed.warmUp(work::compute, request.warmups(), System::nanoTime));
    // One may have gone since; its replacement is as good, once it is there.
    Supplier<List<String>> ready =
        () ->
            Registration.await(
                session, request.nodes(), Duration.ofSeconds(request.startSeconds()));
    List<String> hosts = ready.get();
    Iterations<Work.Result> iterations;
    try (TaskRecorder recorder = TaskRecorder.of(session.spark().sparkContext())) {
      iterations =
          Iterations.measure(
              recorder, ready::get, work::compute, request.iterations(), System::nanoTime);
    }
    Instant finishedAt = Instant.now();
    return new Findings(
        objects,
        reading,
        clock.time(RunPhase.SCHEMA, reading::badRecords),
        warmups,
        iterations,
        hosts,
        finishedAt);
  }

  private void write(ObjectStore store, String document) {
    S3Uri output = S3Uri.parse(request.output());
    clock.time(
        RunPhase.UPLOAD,
        () -> {
          store.put(output, "application/json", document);
          return output;
        });
    LOG.info("wrote {}", output);
  }

  private void save(Findings findings) {
    clock.time(
        RunPhase.UPLOAD,
        () -> {
          findings.iterations().result().save(S3Uri.parse(request.output()));
          return request.output();
        });
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
        RunPhase.of(clock),
        null);
  }
}
