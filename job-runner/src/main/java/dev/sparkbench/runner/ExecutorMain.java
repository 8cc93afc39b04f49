// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import dev.sparkbench.runner.cluster.Lapack;
import dev.sparkbench.runner.cluster.LoginUser;
import dev.sparkbench.runner.cluster.TrustedCertificates;
import org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend;

/** Starts Spark's executor, for any user ID. */
public final class ExecutorMain {

  private ExecutorMain() {}

  /** Takes the arguments of {@link KubernetesExecutorBackend}. */
  public static void main(String[] args) {
    LoginUser.ensure(System.getenv());
    TrustedCertificates.install(System.getenv());
    Lapack.prepare();
    KubernetesExecutorBackend.main(args);
  }
}
