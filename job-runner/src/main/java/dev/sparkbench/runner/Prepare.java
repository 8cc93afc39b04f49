// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.PrepareResult;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.SuiteWorkload;
import dev.sparkbench.runner.cluster.Cluster;
import dev.sparkbench.runner.cluster.Registration;
import dev.sparkbench.runner.cluster.Session;
import dev.sparkbench.runner.cluster.SettingsCheck;
import dev.sparkbench.runner.failure.Failures;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.failure.Step;
import dev.sparkbench.runner.secret.Secrets;
import dev.sparkbench.runner.sql.suite.Preparation;
import dev.sparkbench.runner.storage.ObjectStore;
import java.time.Duration;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The command {@code prepare}: generates data that is missing. */
final class Prepare implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Prepare.class);

  private final RunRequest request;
  private final Cluster cluster;
  private Step step = Step.LISTING;
  private Session session;

  private Prepare(RunRequest request, Cluster cluster) {
    this.request = request;
    this.cluster = cluster;
  }

  /** Generates the data; any failure is in the answer. */
  static PrepareResult execute(RunRequest request, Cluster cluster) {
    try (Prepare prepare = new Prepare(request, cluster)) {
      try {
        return prepare.attempt();
      } catch (Throwable e) { // an OutOfMemoryError has to be answered as well
        Failure failure = prepare.explain(e);
        LOG.error("the data could not be prepared: {}", failure.message(), e);
        DriverLog.keep(request, failure.reason());
        return PrepareResult.failed(failure);
      }
    }
  }

  private PrepareResult attempt() {
    if (!(request.workload() instanceof SuiteWorkload)) {
      throw new RunFailure(
          FailureReason.INTERNAL,
          "there is nothing to prepare for type %s".formatted(request.workload().type()));
    }
    SettingsCheck.require(request.sparkConf());
    try (ObjectStore store = ObjectStore.open(request.storage(), request.sparkConf())) {
      return Preparation.ensure(request, store, this::start);
    }
  }

  private SparkSession start() {
    step = Step.STARTING;
    session = cluster.start(request);
    Registration.await(session, request.nodes(), Duration.ofSeconds(request.startSeconds()));
    step = Step.WRITING;
    return session.spark();
  }

  private Failure explain(Throwable e) {
    Failure failure =
        new Failures(
                request.dataset().uri(),
                "parquet",
                request.storage(),
                request.dataset().uri(),
                request.sparkConf())
            .of(e, step, () -> false);
    return new Failure(
        failure.reason(),
        Secrets.of(request.sparkConf(), System.getenv()).removedFrom(failure.message()));
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
    }
  }
}
