package dev.sparkbench.runner.cluster;

import dev.sparkbench.api.contract.Executors;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The template from which Spark makes executor pods: the user's, with what the runner needs put
 * over it. Image, resources, command and owner are Spark's to add.
 */
final class ExecutorPodTemplate {

  /** The container that Spark runs in. A user's template extends it under this name. */
  static final String CONTAINER = "executor";

  private static final String SCRATCH = "/tmp";

  // Spark takes volumes of such a name for its local directories.
  private static final String SCRATCH_VOLUME = "spark-local-dir-1";

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private ExecutorPodTemplate() {}

  /**
   * The template as YAML.
   *
   * @throws IllegalArgumentException if the user's template is no PodTemplateSpec
   */
  static String yaml(Executors executors) {
    return SERIALIZATION.asYaml(pod(executors));
  }

  private static Pod pod(Executors executors) {
    PodTemplateSpec user = userTemplate(executors);
    Pod pod = new PodBuilder().withMetadata(user.getMetadata()).withSpec(user.getSpec()).build();
    List<Container> containers =
        new ArrayList<>(pod.getSpec() == null ? List.of() : pod.getSpec().getContainers());
    Container own = takeOwn(containers);
    boolean hasScratch =
        own.getVolumeMounts().stream().anyMatch(mount -> SCRATCH.equals(mount.getMountPath()));
    containers.add(0, container(own, hasScratch, executors));

    PodBuilder builder =
        new PodBuilder(pod)
            .editOrNewMetadata()
            .addToLabels(executors.labels())
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
    if (!hasScratch) {
      builder
          .editSpec()
          .addNewVolume()
          .withName(SCRATCH_VOLUME)
          .withNewEmptyDir()
          .endEmptyDir()
          .endVolume()
          .endSpec();
    }
    Pod template = builder.build();
    if (template.getSpec().getAutomountServiceAccountToken() == null) {
      // Executors do not talk to the Kubernetes API.
      template.getSpec().setAutomountServiceAccountToken(false);
    }
    return template;
  }

  /** Takes the executor's container out of the user's: the one of that name, or a new one. */
  private static Container takeOwn(List<Container> containers) {
    Optional<Container> own =
        containers.stream().filter(container -> CONTAINER.equals(container.getName())).findFirst();
    own.ifPresent(containers::remove);
    return own.orElseGet(Container::new);
  }

  private static Container container(Container user, boolean hasScratch, Executors executors) {
    List<EnvVar> env = environment(executors);
    List<String> ours = env.stream().map(EnvVar::getName).toList();
    ContainerBuilder container =
        new ContainerBuilder(user)
            .withName(CONTAINER)
            .removeMatchingFromEnv(variable -> ours.contains(variable.getName()))
            .addAllToEnv(env)
            .editOrNewSecurityContext()
            .withAllowPrivilegeEscalation(false)
            .withReadOnlyRootFilesystem(true)
            .withNewCapabilities()
            .withDrop("ALL")
            .endCapabilities()
            .endSecurityContext();
    if (!hasScratch) {
      container
          .addNewVolumeMount()
          .withName(SCRATCH_VOLUME)
          .withMountPath(SCRATCH)
          .endVolumeMount();
    }
    return container.build();
  }

  private static List<EnvVar> environment(Executors executors) {
    List<EnvVar> env = new ArrayList<>();
    env.add(new EnvVarBuilder().withName(DriverPod.SCRATCH_VARIABLE).withValue(SCRATCH).build());
    String secret = executors.credentialsSecret();
    if (secret != null) {
      env.add(fromSecret(secret, "AWS_ACCESS_KEY_ID", false));
      env.add(fromSecret(secret, "AWS_SECRET_ACCESS_KEY", false));
      env.add(fromSecret(secret, "AWS_SESSION_TOKEN", true));
    }
    return env;
  }

  /** A variable whose value only the kubelet sees; its name is also the Secret's key. */
  private static EnvVar fromSecret(String secret, String name, boolean optional) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewSecretKeyRef(name, secret, optional ? true : null)
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
