// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.controller.plan.Observation;
import dev.sparkbench.controller.plan.ObservedPod;
import dev.sparkbench.controller.plan.Step;
import dev.sparkbench.controller.pods.DriverPods;
import dev.sparkbench.controller.pods.Labels;
import dev.sparkbench.controller.pods.PodEnd;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the requests of a step to the API server. Doing this twice has the same effect as
 * once.
 */
final class StepExecutor {

  private static final Logger LOG = LoggerFactory.getLogger(StepExecutor.class);

  private final KubernetesClient client;
  private final Consumer<Pod> created;

  /**
   * Creates an executor.
   *
   * @param created receives pods that were created, which a watch shows only later
   */
  StepExecutor(KubernetesClient client, Consumer<Pod> created) {
    this.client = client;
    this.created = created;
  }

  /**
   * Carries out a step that has been written down in the status.
   *
   * @param status what was written down
   * @return the API server's refusal; empty if there is none
   * @throws KubernetesClientException if the API server cannot do it now, and it must be tried
   *     again
   */
  Optional<Refusal> execute(
      Step step, Observation o, SparkBenchmarkJob job, SparkBenchmarkJobStatus status) {
    return switch (step.kind()) {
      case LAUNCH -> create((Step.Launch) step, job, status);
      case REMOVE_PODS ->
          done(() -> ((Step.RemovePods) step).names().forEach(name -> delete(job, o, name)));
      case END_PODS -> done(() -> ((Step.EndPods) step).names().forEach(name -> end(job, o, name)));
      case REMOVE_EXECUTORS ->
          done(
              () ->
                  ((Step.RemoveExecutors) step)
                      .drivers()
                      .forEach(driver -> deleteExecutors(job, driver)));
      case EXPIRE -> done(() -> expire(job));
      // These steps only change the status.
      case REJECT,
          START,
          JUDGE_AGAIN,
          ACKNOWLEDGE_EDIT,
          SUSPEND,
          GIVE_WAY,
          RESUME,
          POSTPONE,
          ENTER_QUEUE,
          LEAVE_QUEUE,
          CONFIRM_POD,
          RECORD_RUN,
          RECORD_PREPARATION,
          RECORD_REPORT,
          RETRY,
          GIVE_UP,
          FINISH,
          AWAIT ->
          Optional.empty();
    };
  }

  private static Optional<Refusal> done(Runnable effect) {
    effect.run();
    return Optional.empty();
  }

  private Optional<Refusal> create(
      Step.Launch launch, SparkBenchmarkJob job, SparkBenchmarkJobStatus status) {
    try {
      created.accept(
          client.resource(DriverPods.of(job, launch.benchmark(), status, launch.pod())).create());
      return Optional.empty();
    } catch (KubernetesClientException e) {
      boolean conflict = e.getCode() == HttpURLConnection.HTTP_CONFLICT;
      if (conflict && !Refusal.isAboutAQuota(e)) {
        return Optional.empty(); // it exists already; the next observation shows whose it is
      }
      return Optional.of(Refusal.of(launch.pod().pod(), e).orElseThrow(() -> e));
    }
  }

  /**
   * Its pods follow by garbage collection. If somebody has changed it in the meantime, it stays,
   * because they may want to keep it.
   */
  private void expire(SparkBenchmarkJob job) {
    LOG.info("its ttlSecondsAfterFinished is over");
    try {
      client.resource(job).lockResourceVersion().delete();
    } catch (KubernetesClientException e) {
      ignoreIfChanged(e);
    }
  }

  /** Deletes this pod, but not another one that got its name in the meantime. */
  private void delete(SparkBenchmarkJob job, Observation o, String name) {
    String uid = o.pod(name).map(ObservedPod::uid).filter(id -> !id.isEmpty()).orElse(null);
    try {
      client.raw(
          "/api/v1/namespaces/%s/pods/%s".formatted(job.getMetadata().getNamespace(), name),
          "DELETE",
          new DeleteOptionsBuilder()
              .withNewPreconditions()
              .withUid(uid)
              .endPreconditions()
              .build());
    } catch (KubernetesClientException e) {
      ignoreIfChanged(e);
    }
  }

  /** Ends everything that still runs in the pod, and keeps the pod. */
  private void end(SparkBenchmarkJob job, Observation o, String name) {
    PodResource resource =
        client.pods().inNamespace(job.getMetadata().getNamespace()).withName(name);
    Pod pod = resource.get();
    if (pod == null
        || !o.pod(name).map(ObservedPod::uid).equals(Optional.of(pod.getMetadata().getUid()))) {
      return;
    }
    try {
      client.resource(PodEnd.of(pod, o.now())).patch();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        LOG.warn("pod {} is deleted, as it may not be patched to keep its log", name);
        delete(job, o, name);
      } else {
        ignoreIfChanged(e);
      }
    }
  }

  /** Ignores conflicts, because the next observation shows what has changed. */
  private static void ignoreIfChanged(KubernetesClientException e) {
    if (e.getCode() != HttpURLConnection.HTTP_CONFLICT
        && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
      throw e;
    }
  }

  private void deleteExecutors(SparkBenchmarkJob job, String driver) {
    client
        .pods()
        .inNamespace(job.getMetadata().getNamespace())
        .withLabel(Labels.DRIVER, driver)
        .delete();
  }
}
