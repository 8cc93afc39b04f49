// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.chart;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.stream.Stream;

/** The pods that objects create. */
final class Pods {

  private Pods() {}

  /** The pods of deployments, and bare pods. */
  static Stream<PodSpec> of(Objects objects) {
    return Stream.concat(
        objects.all(Deployment.class).stream().map(Pods::spec),
        objects.all(Pod.class).stream().map(Pod::getSpec));
  }

  static PodSpec spec(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec();
  }

  /** The only container. */
  static Container container(Deployment deployment) {
    return spec(deployment).getContainers().get(0);
  }
}
