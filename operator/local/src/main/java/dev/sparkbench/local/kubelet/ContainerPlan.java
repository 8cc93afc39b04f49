// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

import dev.sparkbench.api.contract.Contract;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a container runs on this machine.
 *
 * @param command the program and its arguments
 * @param environment the whole environment
 * @param terminationLog the file of the container's termination message
 */
record ContainerPlan(List<String> command, Map<String, String> environment, Path terminationLog) {

  // The variables of the user's environment that containers get, because programs need them. HOME
  // is not among them, because credentials and kubeconfigs are found through it.
  private static final List<String> INHERITED = List.of("PATH", "JAVA_HOME", "LANG", "TMPDIR");

  /** Creates the plans of containers. */
  record Planner(NodeApi api, Map<String, String> serviceEnvironment, Map<String, String> host) {

    ContainerPlan plan(Pod pod, Container container, LocalImage image, ContainerFolder folder)
        throws ContainerConfigException, VolumeMissingException, IOException {
      folder.create();
      Volumes volumes = Volumes.prepare(pod, container, folder, api);
      Map<String, String> declared =
          new ContainerEnvironment(api).resolve(pod, container, serviceEnvironment);

      Map<String, String> environment = new LinkedHashMap<>();
      INHERITED.forEach(
          name ->
              Optional.ofNullable(host.get(name)).ifPresent(value -> environment.put(name, value)));
      environment.put("HOME", folder.work().toString());
      environment.computeIfPresent("TMPDIR", (name, value) -> volumes.rewrite(value));
      environment.putAll(image.environment());
      environment.putAll(serviceEnvironment);
      // Only these contain paths of the container's file system; the others name files of this
      // machine.
      declared.forEach((name, value) -> environment.put(name, volumes.rewrite(value)));
      Path terminationLog = terminationLog(container, folder, volumes);
      environment.put(Contract.TERMINATION_LOG_VARIABLE, terminationLog.toString());
      CpuLimit.apply(container, environment);
      return new ContainerPlan(command(container, image, declared), environment, terminationLog);
    }

    private List<String> command(
        Container container, LocalImage image, Map<String, String> declared) {
      Map<String, String> known = new LinkedHashMap<>(serviceEnvironment);
      known.putAll(declared);
      List<String> command = new ArrayList<>();
      if (container.getCommand().isEmpty()) {
        command.addAll(image.entrypoint());
      } else {
        container.getCommand().forEach(part -> command.add(Expansion.expand(part, known)));
      }
      container.getArgs().forEach(part -> command.add(Expansion.expand(part, known)));
      return command;
    }

    private static Path terminationLog(
        Container container, ContainerFolder folder, Volumes volumes) {
      String path =
          Optional.ofNullable(container.getTerminationMessagePath())
              .orElse(Contract.TERMINATION_LOG);
      return path.equals(Contract.TERMINATION_LOG)
          ? folder.terminationLog()
          : Path.of(volumes.rewrite(path));
    }
  }
}
