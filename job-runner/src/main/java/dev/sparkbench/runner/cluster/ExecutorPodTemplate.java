// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import dev.sparkbench.api.contract.EvictionProtection;
import dev.sparkbench.api.contract.Executors;
import dev.sparkbench.api.contract.Storage;
import dev.sparkbench.runner.machine.Machine;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The template from which Spark creates executor pods: the user's template, overridden by what the
 * runner needs. Spark adds image, resources, command and owner.
 */
final class ExecutorPodTemplate {

  /** The container that Spark runs in. A user's template extends it under this name. */
  static final String CONTAINER = "executor";

  private static final String CERTIFICATES_VOLUME = "sparkbench-certificates";

  // With this label as topology key, every Kubernetes node is a domain of its own.
  private static final String HOSTNAME = "kubernetes.io/hostname";

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private ExecutorPodTemplate() {}

  /**
   * The template as YAML.
   *
   * @throws IllegalArgumentException if the user's template is not a PodTemplateSpec
   */
  static String yaml(Executors executors, Storage storage) {
    return SERIALIZATION.asYaml(pod(executors, storage));
  }

  private static Pod pod(Executors executors, Storage storage) {
    PodTemplateSpec user = userTemplate(executors);
    Pod pod = new PodBuilder().withMetadata(user.getMetadata()).withSpec(user.getSpec()).build();
    List<Container> containers =
        new ArrayList<>(pod.getSpec() == null ? List.of() : pod.getSpec().getContainers());
    Container own = takeOwn(containers);
    containers.add(0, container(own, executors, storage));

    PodBuilder builder =
        new PodBuilder(pod)
            .editOrNewMetadata()
            .addToLabels(executors.labels())
            .withAnnotations(EvictionProtection.addedTo(annotations(pod)))
            .endMetadata()
            .editOrNewSpec()
            .withContainers(containers)
            .editOrNewSecurityContext()
            .withRunAsNonRoot(true)
            .withNewSeccompProfile()
            .withType("RuntimeDefault")
            .endSeccompProfile()
            .endSecurityContext()
            .endSpec();
    if (storage.certificates() != null) {
      builder.editSpec().addToVolumes(volume(storage.certificates())).endSpec();
    }
    if (!isPlaced(pod.getSpec())) {
      spread(builder, executors);
    }
    Pod template = builder.build();
    template.setSpec(ExecutorVolumes.completed(template.getSpec(), CONTAINER));
    if (template.getSpec().getAutomountServiceAccountToken() == null) {
      // Executors do not talk to the Kubernetes API.
      template.getSpec().setAutomountServiceAccountToken(false);
    }
    return template;
  }

  private static Map<String, String> annotations(Pod pod) {
    return pod.getMetadata() == null ? Map.of() : pod.getMetadata().getAnnotations();
  }

  /** Whether the user's template says how executors are spread, or kept apart from other pods. */
  private static boolean isPlaced(PodSpec user) {
    return user != null
        && (!user.getTopologySpreadConstraints().isEmpty()
            || user.getAffinity() != null && user.getAffinity().getPodAntiAffinity() != null);
  }

  /**
   * Asks for a Kubernetes node for each executor, because people expect a node to be a machine.
   * This is a preference: a cluster with fewer nodes than executors can measure too.
   */
  private static void spread(PodBuilder builder, Executors executors) {
    builder
        .editSpec()
        .addNewTopologySpreadConstraint()
        .withMaxSkew(1)
        .withTopologyKey(HOSTNAME)
        .withWhenUnsatisfiable("ScheduleAnyway")
        .withNewLabelSelector()
        .withMatchLabels(executors.labels())
        .endLabelSelector()
        .endTopologySpreadConstraint()
        .endSpec();
  }

  /**
   * Removes the executor's container from the user's containers and returns it; a new one if there
   * is none of that name.
   */
  private static Container takeOwn(List<Container> containers) {
    Optional<Container> own =
        containers.stream().filter(container -> CONTAINER.equals(container.getName())).findFirst();
    own.ifPresent(containers::remove);
    return own.orElseGet(Container::new);
  }

  private static Volume volume(Storage.Certificates from) {
    VolumeBuilder volume = new VolumeBuilder().withName(CERTIFICATES_VOLUME);
    return from.secret() != null
        ? volume.withNewSecret().withSecretName(from.secret()).endSecret().build()
        : volume.withNewConfigMap().withName(from.configMap()).endConfigMap().build();
  }

  private static Container container(Container user, Executors executors, Storage storage) {
    List<EnvVar> env = environment(executors, storage);
    List<String> ours = env.stream().map(EnvVar::getName).toList();
    ContainerBuilder container =
        new ContainerBuilder(user)
            .withName(CONTAINER)
            .removeMatchingFromEnv(variable -> ours.contains(variable.getName()))
            .addAllToEnv(env)
            .editOrNewSecurityContext()
            .withAllowPrivilegeEscalation(false)
            .withReadOnlyRootFilesystem(true)
            // The pod's own setting wins.
            .withPrivileged(null)
            .withRunAsNonRoot(null)
            .withSeccompProfile(null)
            .withProcMount(null)
            .withNewCapabilities()
            .withDrop("ALL")
            .endCapabilities()
            .endSecurityContext();
    if (storage.certificates() != null) {
      container
          .addNewVolumeMount()
          .withName(CERTIFICATES_VOLUME)
          .withMountPath(Storage.CERTIFICATES_PATH)
          .withReadOnly(true)
          .endVolumeMount();
    }
    return container.build();
  }

  private static List<EnvVar> environment(Executors executors, Storage storage) {
    List<EnvVar> env = new ArrayList<>();
    env.add(
        new EnvVarBuilder()
            .withName(DriverPod.SCRATCH_VARIABLE)
            .withValue(ExecutorVolumes.SCRATCH)
            .build());
    env.add(fromField(Machine.NODE_VARIABLE, "spec.nodeName"));
    env.add(fromLabel(Machine.ZONE_VARIABLE, Machine.ZONE_LABEL));
    env.add(fromLabel(Machine.REGION_VARIABLE, Machine.REGION_LABEL));
    String secret = executors.credentialsSecret();
    if (secret != null) {
      env.addAll(credentials(secret, ""));
    }
    if (storage.results() != null) {
      env.addAll(
          credentials(storage.results().credentialsSecret(), Storage.RESULTS_VARIABLE_PREFIX));
    }
    if (storage.certificates() != null) {
      env.add(
          new EnvVarBuilder()
              .withName(Storage.CERTIFICATES_VARIABLE)
              .withValue(Storage.CERTIFICATES_PATH)
              .build());
    }
    return env;
  }

  /** A variable with the value of one of the pod's labels; empty if the pod does not have it. */
  private static EnvVar fromLabel(String name, String label) {
    return fromField(name, "metadata.labels['%s']".formatted(label));
  }

  private static EnvVar fromField(String name, String path) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewFieldRef()
        .withFieldPath(path)
        .endFieldRef()
        .endValueFrom()
        .build();
  }

  /** Variables whose values only the kubelet knows. */
  private static List<EnvVar> credentials(String secret, String prefix) {
    return List.of(
        fromSecret(secret, prefix, "AWS_ACCESS_KEY_ID", false),
        fromSecret(secret, prefix, "AWS_SECRET_ACCESS_KEY", false),
        fromSecret(secret, prefix, "AWS_SESSION_TOKEN", true));
  }

  private static EnvVar fromSecret(String secret, String prefix, String key, boolean optional) {
    return new EnvVarBuilder()
        .withName(prefix + key)
        .withNewValueFrom()
        .withNewSecretKeyRef(key, secret, optional ? true : null)
        .endValueFrom()
        .build();
  }

  private static PodTemplateSpec userTemplate(Executors executors) {
    if (executors.podTemplate() == null || executors.podTemplate().isNull()) {
      return new PodTemplateSpec();
    }
    try {
      return SERIALIZATION.convertValue(executors.podTemplate(), PodTemplateSpec.class);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "executor.podTemplate is no PodTemplateSpec: "
              + e.getMessage().lines().findFirst().orElse(""),
          e);
    }
  }
}
