// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.pods;

import dev.sparkbench.api.resource.SparkBenchmarkJob;

/** The labels of the pods that this operator creates. */
public final class Labels {

  /** The manager of the pod; the operator watches only pods with its own name here. */
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  /** The operator's name. */
  public static final String OPERATOR = "sparkbench-operator";

  /** The resource's name, shortened if it is longer than a label may be. */
  public static final String JOB = SparkBenchmarkJob.GROUP + "/job";

  /** The start of the benchmark that the pod was created for, counted from 1. */
  public static final String START = SparkBenchmarkJob.GROUP + "/start";

  /** {@code prepare}, {@code run} or {@code report}. */
  public static final String ROLE = SparkBenchmarkJob.GROUP + "/role";

  /** The variant of a run; absent without variants. */
  public static final String VARIANT = SparkBenchmarkJob.GROUP + "/variant";

  /** The node count of a run. */
  public static final String NODES = SparkBenchmarkJob.GROUP + "/nodes";

  /** On executor pods: the name of the driver's pod. */
  public static final String DRIVER = SparkBenchmarkJob.GROUP + "/driver";

  private Labels() {}
}
