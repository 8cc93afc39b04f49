// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Why a run failed. The same words appear in the runner's report, in the resource's status, in its
 * conditions and in events.
 */
public enum FailureReason {
  // Reported by the runner.
  /** There is nothing at the dataset's path, or the bucket does not exist. */
  DATASET_NOT_FOUND(Retry.NEVER, Scope.BENCHMARK),
  /**
   * The store refuses the credentials, or they do not allow access to the object; or the Kubernetes
   * API does not allow the driver's service account to create executors.
   */
  ACCESS_DENIED(Retry.NEVER, Scope.BENCHMARK),
  /** The store does not answer. */
  STORAGE_UNREACHABLE(Retry.TRANSIENT, Scope.BENCHMARK),
  /** The dataset cannot be read in its format or with the given schema. */
  MALFORMED_DATA(Retry.NEVER, Scope.BENCHMARK),
  /** A column that the manifest names is not in the dataset. */
  COLUMN_NOT_FOUND(Retry.NEVER, Scope.BENCHMARK),
  /** A task or parameter is unknown, or does not fit the dataset. */
  INVALID_TASK(Retry.NEVER, Scope.BENCHMARK),
  /** A query is not a query, names something that does not exist, or does more than query. */
  INVALID_QUERY(Retry.NEVER, Scope.BENCHMARK),
  /** A query was planned and failed while it ran, for a reason that is not the cluster's. */
  QUERY_FAILED(Retry.NEVER, Scope.CONFIGURATION),
  /** A run cannot use the application's jar or main class, or what it does with Spark. */
  INVALID_APPLICATION(Retry.NEVER, Scope.CONFIGURATION),
  /** The application threw an exception. */
  APPLICATION_FAILED(Retry.NEVER, Scope.CONFIGURATION),
  /** The application ended the JVM instead of returning from its main method. */
  APPLICATION_EXITED(Retry.NEVER, Scope.CONFIGURATION),
  /** A property of {@code sparkConf}, or another setting, cannot be used as it is. */
  INVALID_CONFIGURATION(Retry.NEVER, Scope.CONFIGURATION),
  /** Not all executors registered in time, or too many were lost. */
  EXECUTORS_UNAVAILABLE(Retry.TRANSIENT, Scope.RUN),
  /** A JVM ran out of memory. */
  OUT_OF_MEMORY(Retry.NEVER, Scope.RUN),
  /** The dataset is no longer the one that the baseline run measured. */
  DATASET_CHANGED(Retry.NEVER, Scope.BENCHMARK),
  /** Anything else; the message and the driver's log say more. */
  INTERNAL(Retry.TRANSIENT, Scope.RUN),

  // Determined by the operator from the state of a pod that left no report.
  /** The kubelet evicted the driver pod, because the pod or its node ran short of something. */
  EVICTED(Retry.TRANSIENT, Scope.RUN),
  /** The driver pod was removed for another purpose: its node was drained, or it was preempted. */
  DISRUPTED(Retry.DISRUPTION, Scope.RUN),
  /** The kernel killed the driver because it exceeded its memory limit. */
  OOM_KILLED(Retry.NEVER, Scope.RUN),
  /** The driver pod's node was lost. */
  NODE_LOST(Retry.DISRUPTION, Scope.RUN),
  /** Somebody deleted the driver pod. */
  POD_DELETED(Retry.DISRUPTION, Scope.RUN),
  /** The runner image could not be pulled before the start timeout. */
  IMAGE_PULL_FAILED(Retry.NEVER, Scope.CONFIGURATION),
  /** The kubelet could not set up or start a container, usually because a Secret is missing. */
  CONTAINER_CONFIG_FAILED(Retry.NEVER, Scope.CONFIGURATION),
  /** An init container of the driver pod failed, so that the driver never started. */
  INIT_CONTAINER_FAILED(Retry.TRANSIENT, Scope.CONFIGURATION),
  /** The kubelet of the node that the scheduler chose refused the driver pod. */
  NODE_REFUSED(Retry.TRANSIENT, Scope.RUN),
  /** No node had room for the driver pod before the start timeout. */
  UNSCHEDULABLE(Retry.TRANSIENT, Scope.RUN),
  /** The namespace's quota had no room for the driver pod before the start timeout. */
  QUOTA_EXCEEDED(Retry.TRANSIENT, Scope.RUN),
  /** The driver pod did not start in time, and its status does not say why. */
  START_TIMEOUT(Retry.TRANSIENT, Scope.RUN),
  /** The run took longer than allowed. */
  RUN_TIMEOUT(Retry.NEVER, Scope.RUN),
  /** The API server refuses to create the pod, permanently or until the start timeout. */
  POD_REJECTED(Retry.NEVER, Scope.CONFIGURATION),
  /** A pod with the run's name exists and belongs to something else. */
  FOREIGN_POD(Retry.NEVER, Scope.BENCHMARK);

  private enum Retry {
    TRANSIENT,
    DISRUPTION,
    NEVER
  }

  private enum Scope {
    RUN,
    CONFIGURATION,
    BENCHMARK
  }

  private final Retry retry;
  private final Scope scope;
  private final String code;

  FailureReason(Retry retry, Scope scope) {
    this.retry = retry;
    this.scope = scope;
    this.code =
        name().equals("OOM_KILLED")
            ? "OOMKilled" // as Kubernetes spells it
            : Arrays.stream(name().split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.joining());
  }

  /** The CamelCase word used everywhere outside Java, such as {@code DatasetNotFound}. */
  @JsonValue
  public String code() {
    return code;
  }

  /** Whether another attempt may succeed. */
  public boolean isTransient() {
    return retry != Retry.NEVER;
  }

  /**
   * Whether something unrelated to the work removed the pod, such as the drain of a node. Such
   * attempts do not count as failures of the run.
   */
  public boolean isDisruption() {
    return retry == Retry.DISRUPTION;
  }

  /**
   * Whether a run with any other node count would fail the same way, if image, pods and Spark
   * properties are the same; those of another variant may differ.
   */
  public boolean concernsEveryNodeCount() {
    return scope != Scope.RUN;
  }

  /** Whether runs of other variants would also fail in the same way. */
  public boolean concernsEveryVariant() {
    return scope == Scope.BENCHMARK;
  }

  /** Reads a code. A code that a newer runner has added becomes {@link #INTERNAL}. */
  @JsonCreator
  public static FailureReason fromCode(String code) {
    return Arrays.stream(values()).filter(r -> r.code.equals(code)).findFirst().orElse(INTERNAL);
  }

  @Override
  public String toString() {
    return code;
  }
}
