// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.contract.RunReportBuilder;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.prediction.ReplayedNodes;
import dev.sparkbench.runner.cluster.Cluster;
import dev.sparkbench.runner.cluster.PinnedProperties;
import dev.sparkbench.runner.cluster.Registration;
import dev.sparkbench.runner.cluster.Session;
import dev.sparkbench.runner.cluster.SettingsCheck;
import dev.sparkbench.runner.failure.Failures;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.failure.Step;
import dev.sparkbench.runner.measurement.ExecutorSlots;
import dev.sparkbench.runner.measurement.Iterations;
import dev.sparkbench.runner.measurement.Measuring;
import dev.sparkbench.runner.measurement.RunClock;
import dev.sparkbench.runner.measurement.RunPhase;
import dev.sparkbench.runner.measurement.TaskRecorder;
import dev.sparkbench.runner.measurement.Warmup;
import dev.sparkbench.runner.result.RunDocument;
import dev.sparkbench.runner.secret.Secrets;
import dev.sparkbench.runner.storage.ObjectStore;
import dev.sparkbench.runner.table.CachedRows;
import dev.sparkbench.runner.table.Reading;
import dev.sparkbench.runner.table.Table;
import dev.sparkbench.runner.table.TableReader;
import dev.sparkbench.runner.work.Family;
import dev.sparkbench.runner.work.Prepared;
import dev.sparkbench.runner.work.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The command {@code run}: measures the work with one number of executors. */
final class Run {

  private static final Logger LOG = LoggerFactory.getLogger(Run.class);

  private RunRequest request;
  private final Cluster cluster;
  private final S3Uri uri;
  private final RunClock clock = RunClock.ofThisJvm();
  private Datasets found;

  private Run(RunRequest request, Cluster cluster) {
    this.request = request;
    this.cluster = cluster;
    this.uri = S3Uri.parse(request.dataset().uri());
  }

  /** Does the run; any failure is in the report. */
  static RunReport execute(RunRequest request, Cluster cluster) {
    Run run = new Run(request, cluster);
    try {
      RunFacts facts = run.attempt();
      return run.report(facts);
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

  /** Whether a dataset has changed since it was found. */
  private boolean hasChanged() {
    if (found == null) {
      return false;
    }
    try (ObjectStore store = openStore()) {
      return found.haveChanged(store);
    } catch (RunFailure e) {
      return e.failure().reason() == FailureReason.DATASET_NOT_FOUND;
    }
  }

  private ObjectStore openStore() {
    return ObjectStore.open(request.storage(), request.sparkConf());
  }

  private RunFacts attempt() {
    clock.run(RunPhase.CHECK, () -> SettingsCheck.require(request.sparkConf()));
    try (ObjectStore store = clock.time(RunPhase.CHECK, this::openStore)) {
      Family family = Families.of(request.workload());
      Prepared prepared = clock.time(RunPhase.CHECK, () -> family.prepare(request, store));
      try {
        return attempt(store, prepared);
      } finally {
        clock.run(RunPhase.STOP, prepared::close);
      }
    }
  }

  private RunFacts attempt(ObjectStore store, Prepared prepared) {
    Datasets datasets = clock.time(RunPhase.CHECK, () -> check(store, prepared));
    found = datasets;
    clock.run(RunPhase.CHECK, () -> requireWritable(store, prepared));
    Session session =
        clock.time(
            RunPhase.SESSION, () -> cluster.start(request.withDefaults(prepared.defaults())));
    try {
      RunFacts facts = measure(store, session, prepared, datasets);
      clock.run(RunPhase.CHECK, () -> datasets.requireUnchanged(store));
      clock.run(RunPhase.UPLOAD, () -> write(store, session, facts));
      return facts;
    } finally {
      clock.run(RunPhase.STOP, session::close);
      session.eventLogs().ifPresent(folder -> EventLog.keep(request, folder));
    }
  }

  private Datasets check(ObjectStore store, Prepared prepared) {
    Datasets datasets = Datasets.find(store, prepared.tables(), prepared.opensTables());
    request = request.withDataset(datasets.main().dataset());
    if (request.dataset().expectedIdentity() != null) {
      datasets.requireIdentity(request.dataset().expectedIdentity());
    }
    return datasets;
  }

  /** Fails now, rather than after an hour of measuring, if the results could not be stored. */
  private void requireWritable(ObjectStore store, Prepared prepared) {
    store.requireWritable(S3Uri.parse(request.output()), false);
    prepared.replaces().forEach(uri -> store.requireWritable(uri, true));
  }

  private RunFacts measure(
      ObjectStore store, Session session, Prepared prepared, Datasets datasets) {
    List<TableReader> readers =
        prepared.opensTables() ? readers(store, session, datasets) : List.of();
    setSizeOf(session, datasets.bytes());
    // The driver does this alone, while the executors start.
    clock.run(RunPhase.SCHEMA, () -> readers.forEach(TableReader::prepare));
    clock.run(RunPhase.EXECUTORS, () -> awaitExecutors(session));
    List<Reading> readings =
        clock.time(
            RunPhase.SCHEMA,
            () ->
                readers.stream()
                    .map(reader -> reader.read(bytes -> setSizeOf(session, bytes)))
                    .toList());
    Supplier<RunFacts> measuring = () -> measure(session, prepared, datasets, readings);
    for (Reading reading : readings) {
      Supplier<RunFacts> inner = measuring;
      measuring = () -> reading.explaining(inner);
    }
    return measuring.get();
  }

  private List<TableReader> readers(ObjectStore store, Session session, Datasets datasets) {
    List<TableReader> readers = new ArrayList<>();
    for (Datasets.Found one : datasets.all()) {
      readers.add(
          new TableReader(
              session.spark(),
              one == datasets.main() ? one.dataset() : one.dataset().asIn(request.dataset()),
              one.objects(),
              store,
              one == datasets.main()
                  ? RunDocument.DATASET
                  : RunDocument.table(one.table().name())));
    }
    return readers;
  }

  private void setSizeOf(Session session, long bytes) {
    PinnedProperties.ofDataset(request, bytes).forEach(session.spark().conf()::set);
  }

  private RunFacts measure(
      Session session, Prepared prepared, Datasets datasets, List<Reading> readings) {
    Map<String, Table> tables = new LinkedHashMap<>();
    for (int i = 0; i < readings.size(); i++) {
      tables.put(datasets.all().get(i).table().name(), readings.get(i).table());
    }
    if (request.measurement().cacheInMemory()) {
      clock.run(RunPhase.CACHE, () -> tables.values().forEach(CachedRows::materialise));
    }
    return measure(
        session, prepared.plan(session.spark(), tables), datasets, readings, prepared.facts());
  }

  private <T> RunFacts measure(
      Session session,
      Work<T> work,
      Datasets datasets,
      List<Reading> readings,
      Map<String, String> facts) {
    try (TaskRecorder recorder = TaskRecorder.of(session.spark().sparkContext())) {
      boolean checked = clock.time(RunPhase.WARMUPS, work::check);
      Measuring<T> measuring =
          new Measuring<>(work, recorder, () -> awaitExecutors(session), System::nanoTime);
      Warmup warmup =
          new Warmup(checked ? limits().afterOne() : limits(), measuring, System::nanoTime);
      Iterations iterations =
          clock.time(
              RunPhase.ITERATIONS,
              () ->
                  Iterations.measure(
                      measuring,
                      () -> clock.run(RunPhase.WARMUPS, warmup::run),
                      request.measurement().iterations(),
                      new ExecutorSlots(
                          request.nodes(),
                          request.executors().cores(),
                          ReplayedNodes.of(
                              request.nodes(), request.minNodes(), request.maxNodes()))));
      Instant finishedAt = Instant.now();
      return new RunFacts(
          clock.time(RunPhase.SCHEMA, () -> read(datasets, readings)),
          datasets.identity(),
          facts,
          warmup.outcome(),
          iterations,
          awaitExecutors(session),
          clock.time(RunPhase.UPLOAD, session::machines),
          finishedAt);
    }
  }

  private static List<ReadTable> read(Datasets datasets, List<Reading> readings) {
    List<ReadTable> read = new ArrayList<>();
    for (int i = 0; i < datasets.all().size(); i++) {
      Optional<Reading> reading =
          i < readings.size() ? Optional.of(readings.get(i)) : Optional.empty();
      read.add(
          new ReadTable(
              datasets.all().get(i), reading, reading.map(Reading::badRecords).orElse(null)));
    }
    return read;
  }

  private Warmup.Limits limits() {
    return Warmup.Limits.of(
        request.measurement().warmups(),
        request.nodes(),
        request.minNodes(),
        Duration.ofSeconds(request.measurement().maxWarmupSeconds()));
  }

  /**
   * Waits for all executors. An executor may be lost at any time; its replacement is as good once
   * it is there.
   */
  private List<String> awaitExecutors(Session session) {
    return Registration.await(session, request.nodes(), Duration.ofSeconds(request.startSeconds()));
  }

  private void write(ObjectStore store, Session session, RunFacts facts) {
    S3Uri output = S3Uri.parse(request.output());
    store.put(output, "application/json", facts.document(request, session, clock.phases()));
    LOG.info("wrote {}", output);
    facts.iterations().result().save(output);
  }

  private RunReport report(RunFacts facts) {
    return RunReportBuilder.builder()
        .version(Contract.VERSION)
        .outcome(RunReport.Outcome.SUCCEEDED)
        .nodes(request.nodes())
        .trial(request.trial())
        .attempt(request.attempt())
        .samples(facts.iterations().samples())
        .executorsRegistered(facts.hosts().size())
        .executorsLost(facts.iterations().executorsLost())
        .disturbed(facts.iterations().disturbed())
        .datasetIdentity(facts.identity())
        .phases(clock.phases())
        .failure(null)
        .instanceTypes(facts.instanceTypes())
        .build();
  }
}
