// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.pods;

import dev.sparkbench.api.contract.AnswerLimit;
import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.EvictionProtection;
import dev.sparkbench.api.contract.Storage;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.CurrentPod.Purpose;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.controller.plan.PodNames;
import dev.sparkbench.controller.spec.Benchmark;
import dev.sparkbench.controller.spec.Benchmark.PodSettings;
import dev.sparkbench.controller.spec.DriverContainers;
import dev.sparkbench.controller.spec.PodTemplates;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Builds the pods that the operator creates: drivers and reports. The runner's container in them
 * meets the restricted Pod Security Standard. It has requests and limits for CPU and memory, so
 * that it works in namespaces whose quotas require limits or whose defaults are smaller. The pods
 * are based on the user's template, for the report as far as {@link ReportTemplate} allows;
 * settings here override it.
 */
public final class DriverPods {

  /** The name of the runner's container in the pods. */
  public static final String CONTAINER = Contract.DRIVER_CONTAINER;

  private static final String CPU = "cpu";
  private static final String MEMORY = "memory";
  private static final String CERTIFICATES = "sparkbench-certificates";
  private static final long GRACE_SECONDS = 10;

  private DriverPods() {}

  /**
   * The pod of an attempt.
   *
   * @param whole the benchmark with all its variants
   */
  public static Pod of(
      SparkBenchmarkJob job, Benchmark whole, SparkBenchmarkJobStatus status, CurrentPod pod) {
    Benchmark benchmark = whole.of(pod.variant());
    boolean report = isReport(pod.purpose());
    PodTemplateSpec given = PodTemplates.parse(benchmark.pods().driver().template());
    PodTemplateSpec template = report ? ReportTemplate.of(given) : given;
    PodSpec base = Objects.requireNonNullElseGet(template.getSpec(), PodSpec::new);

    Map<String, String> labels = new LinkedHashMap<>();
    Map<String, String> annotations = new LinkedHashMap<>();
    if (template.getMetadata() != null) {
      labels.putAll(Objects.requireNonNullElse(template.getMetadata().getLabels(), Map.of()));
      annotations.putAll(
          Objects.requireNonNullElse(template.getMetadata().getAnnotations(), Map.of()));
    }
    labels.putAll(labels(job, status, pod));

    PodSettings settings = benchmark.pods().settings();
    // The operator enforces the limits of the pod. This deadline is for when the operator is away:
    // the kubelet counts from the moment when it gets the pod, including the time to pull images.
    Duration deadline =
        benchmark
            .limits()
            .startTimeout()
            .plus(report ? Benchmark.REPORT_TIMEOUT : benchmark.limits().runTimeout());
    DriverSize size =
        report ? DriverSize.ofReport(whole) : DriverSize.of(benchmark.pods().driver());
    Container own = ownContainer(base);
    Scratch scratch = Scratch.of(base, own);
    PodSpecBuilder spec =
        new PodSpecBuilder(base)
            .withRestartPolicy("Never")
            .withEnableServiceLinks(false)
            .withTerminationGracePeriodSeconds(GRACE_SECONDS)
            .withActiveDeadlineSeconds(deadline.toSeconds())
            // A driver creates pods, so it needs the token, whatever its service account's default
            // is. The report uses only the object store.
            .withAutomountServiceAccountToken(!report)
            .editOrNewSecurityContext()
            .withRunAsNonRoot(true)
            .withNewSeccompProfile()
            .withType("RuntimeDefault")
            .endSeccompProfile()
            .endSecurityContext();
    scratch.toAdd().ifPresent(spec::addToVolumes);
    certificates(benchmark).ifPresent(from -> spec.addToVolumes(volume(from)));
    settings.serviceAccount().ifPresent(spec::withServiceAccountName);
    settings
        .imagePullSecrets()
        .forEach(name -> spec.addToImagePullSecrets(new LocalObjectReference(name)));

    List<Container> others =
        base.getContainers().stream().filter(c -> !CONTAINER.equals(c.getName())).toList();
    List<EnvVar> environment =
        DriverEnvironment.of(
            own.getEnv(),
            DriverEnvironment.request(job, whole, status, pod),
            benchmark,
            size.jvm().heapMiB(),
            AnswerLimit.of(DriverContainers.count(template)));
    Container container = container(own, benchmark, command(pod.purpose()), environment, size);
    spec.withContainers(scratch.mountedIn(container)).addAllToContainers(others);
    return new PodBuilder()
        .withNewMetadata()
        .withName(pod.pod())
        .withNamespace(job.getMetadata().getNamespace())
        .withLabels(labels)
        .withAnnotations(report ? annotations : EvictionProtection.addedTo(annotations))
        .withOwnerReferences(owner(job))
        .endMetadata()
        .withSpec(spec.build())
        .build();
  }

  /** The runner's container, as far as a template describes it. */
  static Container ownContainer(PodSpec template) {
    return template.getContainers().stream()
        .filter(c -> CONTAINER.equals(c.getName()))
        .findFirst()
        .orElseGet(Container::new);
  }

  private static Container container(
      Container template,
      Benchmark benchmark,
      String command,
      List<EnvVar> environment,
      DriverSize size) {
    Quantity memory = new Quantity(size.jvm().podMiB() + "Mi");
    ContainerBuilder container =
        new ContainerBuilder(template)
            .withName(CONTAINER)
            .withImage(benchmark.pods().settings().image())
            .withCommand(List.of())
            .withArgs(command)
            .withEnv(environment)
            .withTerminationMessagePath(Contract.TERMINATION_LOG)
            .withTerminationMessagePolicy("File")
            .editOrNewResources()
            .addToRequests(CPU, size.cpu())
            .addToRequests(MEMORY, memory)
            .addToLimits(MEMORY, memory)
            .endResources()
            .editOrNewSecurityContext()
            .withAllowPrivilegeEscalation(false)
            .withReadOnlyRootFilesystem(true)
            // The pod's settings apply.
            .withPrivileged(null)
            .withRunAsNonRoot(null)
            .withSeccompProfile(null)
            .withProcMount(null)
            .withNewCapabilities()
            .withDrop("ALL")
            .endCapabilities()
            .endSecurityContext();
    if (!limitsCpu(template)) {
      size.cpuLimit()
          .ifPresent(limit -> container.editResources().addToLimits(CPU, limit).endResources());
    }
    benchmark.pods().settings().imagePullPolicy().ifPresent(container::withImagePullPolicy);
    certificates(benchmark)
        .ifPresent(
            from ->
                container
                    .addNewVolumeMount()
                    .withName(CERTIFICATES)
                    .withMountPath(Storage.CERTIFICATES_PATH)
                    .withReadOnly(true)
                    .endVolumeMount());
    return container.build();
  }

  private static boolean limitsCpu(Container template) {
    return template.getResources() != null
        && template.getResources().getLimits() != null
        && template.getResources().getLimits().containsKey(CPU);
  }

  /** The runner's command. */
  private static String command(Purpose purpose) {
    return switch (purpose) {
      case Prepare -> "prepare";
      case Run -> "run";
      case Report -> "report";
    };
  }

  /** Whether the pod has no executors and reads no data. */
  private static boolean isReport(Purpose purpose) {
    return switch (purpose) {
      case Prepare, Run -> false;
      case Report -> true;
    };
  }

  private static Map<String, String> labels(
      SparkBenchmarkJob job, SparkBenchmarkJobStatus status, CurrentPod pod) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(Labels.MANAGED_BY, Labels.OPERATOR);
    labels.put("app.kubernetes.io/part-of", "sparkbench");
    labels.put(Labels.JOB, PodNames.label(job.getMetadata().getName()));
    labels.put(Labels.START, String.valueOf(status.timesStarted()));
    labels.put(Labels.ROLE, command(pod.purpose()));
    if (pod.variant() != null) {
      labels.put(Labels.VARIANT, pod.variant());
    }
    if (pod.nodes() != null) {
      labels.put(Labels.NODES, String.valueOf(pod.nodes()));
    }
    return labels;
  }

  static Map<String, String> executorLabels(SparkBenchmarkJob job, CurrentPod pod) {
    return Map.of(
        "app.kubernetes.io/part-of",
        "sparkbench",
        Labels.JOB,
        PodNames.label(job.getMetadata().getName()),
        Labels.DRIVER,
        pod.pod());
  }

  // Without blockOwnerDeletion: in some clusters, setting it requires a right on the resource's
  // finalizers.
  private static OwnerReference owner(SparkBenchmarkJob job) {
    return new OwnerReferenceBuilder()
        .withApiVersion(job.getApiVersion())
        .withKind(job.getKind())
        .withName(job.getMetadata().getName())
        .withUid(job.getMetadata().getUid())
        .withController(true)
        .build();
  }

  private static Optional<Storage.Certificates> certificates(Benchmark benchmark) {
    return Optional.ofNullable(benchmark.storage().certificates());
  }

  private static Volume volume(Storage.Certificates from) {
    VolumeBuilder volume = new VolumeBuilder().withName(CERTIFICATES);
    return from.secret() != null
        ? volume.withNewSecret().withSecretName(from.secret()).endSecret().build()
        : volume.withNewConfigMap().withName(from.configMap()).endConfigMap().build();
  }
}
