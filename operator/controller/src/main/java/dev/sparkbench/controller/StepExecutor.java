package dev.sparkbench.controller;

import static dev.sparkbench.api.contract.FailureReason.POD_REJECTED;
import static dev.sparkbench.api.contract.FailureReason.UNSCHEDULABLE;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.controller.plan.Step;
import dev.sparkbench.controller.pods.DriverPods;
import dev.sparkbench.controller.pods.Labels;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what a step asks of the API server. Doing it twice does no more than once. */
final class StepExecutor {

  private static final Logger LOG = LoggerFactory.getLogger(StepExecutor.class);

  private static final int UNPROCESSABLE = 422;

  private final KubernetesClient client;

  StepExecutor(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Carries out a step that has been written down in the status.
   *
   * @return why the API server refuses for good; empty when it does not
   * @throws KubernetesClientException when the API server cannot do it now; to be tried again
   */
  Optional<Failure> execute(Step step, SparkBenchmarkJob job, SparkBenchmarkJobStatus status) {
    if (step instanceof Step.Launch launch) {
      return create(launch, job, status);
    } else if (step instanceof Step.RemovePods remove) {
      remove.names().forEach(name -> delete(job, name));
    } else if (step instanceof Step.RemoveExecutors remove) {
      remove.drivers().forEach(driver -> deleteExecutors(job, driver));
    } else if (step instanceof Step.Expire) {
      expire(job);
    }
    return Optional.empty();
  }

  private Optional<Failure> create(
      Step.Launch launch, SparkBenchmarkJob job, SparkBenchmarkJobStatus status) {
    try {
      client.resource(DriverPods.of(job, launch.benchmark(), status, launch.pod())).create();
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return switch (e.getCode()) {
        // It is there already; whose it is, the next observation tells.
        case HttpURLConnection.HTTP_CONFLICT -> Optional.empty();
        case HttpURLConnection.HTTP_BAD_REQUEST, HttpURLConnection.HTTP_FORBIDDEN, UNPROCESSABLE ->
            Optional.of(refused(launch, e));
        default -> throw e;
      };
    }
  }

  private static Failure refused(Step.Launch launch, KubernetesClientException e) {
    String said = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
    FailureReason reason =
        said != null && said.contains("exceeded quota") ? UNSCHEDULABLE : POD_REJECTED;
    return new Failure(
        reason, "the API server refuses to create pod %s: %s".formatted(launch.pod().pod(), said));
  }

  /**
   * Its pods follow by garbage collection. Whoever has changed it meanwhile may want it to stay.
   */
  private void expire(SparkBenchmarkJob job) {
    LOG.info("its ttlSecondsAfterFinished is over");
    try {
      client.resource(job).lockResourceVersion().delete();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
  }

  private void delete(SparkBenchmarkJob job, String name) {
    client.pods().inNamespace(job.getMetadata().getNamespace()).withName(name).delete();
  }

  private void deleteExecutors(SparkBenchmarkJob job, String driver) {
    client
        .pods()
        .inNamespace(job.getMetadata().getNamespace())
        .withLabel(Labels.DRIVER, driver)
        .delete();
  }
}
