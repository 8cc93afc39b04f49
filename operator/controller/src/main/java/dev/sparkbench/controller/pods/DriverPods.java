package dev.sparkbench.controller.pods;

import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.StayPut;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.CurrentPod.Purpose;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.controller.plan.PodNames;
import dev.sparkbench.controller.spec.Benchmark;
import dev.sparkbench.controller.spec.Benchmark.PodSettings;
import dev.sparkbench.controller.spec.Benchmark.PodSize;
import dev.sparkbench.controller.spec.PodTemplates;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Makes the pods that the operator creates: the driver of a run, and the report. Both meet the
 * restricted Pod Security Standard. A user's template is the starting point; what is set here wins.
 */
public final class DriverPods {

  /** The name of the pods' one container of ours. */
  public static final String CONTAINER = Contract.DRIVER_CONTAINER;

  private static final String SCRATCH = "scratch";
  private static final String SCRATCH_PATH = "/tmp";
  private static final long GRACE_SECONDS = 10;

  /** The report pod computes next to nothing. */
  private static final int REPORT_HEAP_MIB = 256;

  private DriverPods() {}

  /** The pod of an attempt. */
  public static Pod of(
      SparkBenchmarkJob job, Benchmark benchmark, SparkBenchmarkJobStatus status, CurrentPod pod) {
    boolean report = pod.purpose() == Purpose.Report;
    PodTemplateSpec template = PodTemplates.parse(benchmark.driver().template());
    PodSpec base = Objects.requireNonNullElseGet(template.getSpec(), PodSpec::new);
    PodSize size = report ? new PodSize(1, REPORT_HEAP_MIB, false, Map.of()) : benchmark.driver();

    Map<String, String> labels = new LinkedHashMap<>();
    Map<String, String> annotations = new LinkedHashMap<>();
    if (template.getMetadata() != null) {
      labels.putAll(Objects.requireNonNullElse(template.getMetadata().getLabels(), Map.of()));
      annotations.putAll(
          Objects.requireNonNullElse(template.getMetadata().getAnnotations(), Map.of()));
    }
    labels.putAll(labels(job, status, pod));

    PodSettings settings = benchmark.pods();
    PodSpecBuilder spec =
        new PodSpecBuilder(base)
            .withRestartPolicy("Never")
            .withEnableServiceLinks(false)
            .withTerminationGracePeriodSeconds(GRACE_SECONDS)
            .withActiveDeadlineSeconds(benchmark.runTimeout().toSeconds())
            .withContainers(containers(job, benchmark, status, pod, base, size))
            .addNewVolume()
            .withName(SCRATCH)
            .withNewEmptyDir()
            .endEmptyDir()
            .endVolume()
            .editOrNewSecurityContext()
            .withRunAsNonRoot(true)
            .withNewSeccompProfile()
            .withType("RuntimeDefault")
            .endSeccompProfile()
            .endSecurityContext();
    settings.serviceAccount().ifPresent(spec::withServiceAccountName);
    settings
        .imagePullSecrets()
        .forEach(name -> spec.addToImagePullSecrets(new LocalObjectReference(name)));
    if (report) {
      spec.withAutomountServiceAccountToken(false); // it talks to the object store only
    }
    return new PodBuilder()
        .withNewMetadata()
        .withName(pod.pod())
        .withNamespace(job.getMetadata().getNamespace())
        .withLabels(labels)
        .withAnnotations(report ? annotations : StayPut.addedTo(annotations))
        .withOwnerReferences(owner(job))
        .endMetadata()
        .withSpec(spec.build())
        .build();
  }

  private static List<Container> containers(
      SparkBenchmarkJob job,
      Benchmark benchmark,
      SparkBenchmarkJobStatus status,
      CurrentPod pod,
      PodSpec base,
      PodSize size) {
    Container template =
        base.getContainers().stream()
            .filter(c -> CONTAINER.equals(c.getName()))
            .findFirst()
            .orElseGet(Container::new);
    Quantity memory = new Quantity(size.podMiB() + "Mi");
    ContainerBuilder container =
        new ContainerBuilder(template)
            .withName(CONTAINER)
            .withImage(benchmark.pods().image())
            .withCommand(List.of())
            .withArgs(pod.purpose() == Purpose.Report ? "report" : "run")
            .withEnv(environment(job, benchmark, status, pod, template.getEnv(), size))
            .withTerminationMessagePath(Contract.TERMINATION_LOG)
            .withTerminationMessagePolicy("File")
            .editOrNewResources()
            .addToRequests("cpu", new Quantity(String.valueOf(size.cores())))
            .addToRequests("memory", memory)
            .addToLimits("memory", memory)
            .endResources()
            .addNewVolumeMount()
            .withName(SCRATCH)
            .withMountPath(SCRATCH_PATH)
            .endVolumeMount()
            .editOrNewSecurityContext()
            .withAllowPrivilegeEscalation(false)
            .withReadOnlyRootFilesystem(true)
            .withPrivileged(null)
            .withNewCapabilities()
            .withDrop("ALL")
            .endCapabilities()
            .endSecurityContext();
    benchmark.pods().imagePullPolicy().ifPresent(container::withImagePullPolicy);

    List<Container> containers = new ArrayList<>();
    containers.add(container.build());
    base.getContainers().stream()
        .filter(c -> !CONTAINER.equals(c.getName()))
        .forEach(containers::add);
    return containers;
  }

  private static List<EnvVar> environment(
      SparkBenchmarkJob job,
      Benchmark benchmark,
      SparkBenchmarkJobStatus status,
      CurrentPod pod,
      List<EnvVar> given,
      PodSize size) {
    List<EnvVar> own = new ArrayList<>();
    if (pod.purpose() == Purpose.Report) {
      own.add(value(Contract.REPORT_VARIABLE, Contract.write(Requests.report(benchmark, status))));
    } else {
      own.add(
          value(
              Contract.RUN_VARIABLE,
              Contract.write(Requests.run(benchmark, status, pod, executorLabels(job, pod)))));
      benchmark
          .dataset()
          .tableFormat()
          .ifPresent(format -> own.add(value(Contract.TABLE_FORMAT_VARIABLE, format)));
    }
    own.add(value(Contract.DRIVER_MEMORY_VARIABLE, size.heapMiB() + "m"));
    own.add(field(Contract.POD_NAME_VARIABLE, "metadata.name"));
    own.add(field(Contract.POD_NAMESPACE_VARIABLE, "metadata.namespace"));
    own.add(field(Contract.POD_IP_VARIABLE, "status.podIP"));
    own.add(value(Contract.SCRATCH_VARIABLE, SCRATCH_PATH));
    own.add(value("SPARK_LOCAL_DIRS", SCRATCH_PATH + "/spark"));
    benchmark
        .pods()
        .credentialsSecret()
        .ifPresent(
            secret -> {
              own.add(secret("AWS_ACCESS_KEY_ID", secret, false));
              own.add(secret("AWS_SECRET_ACCESS_KEY", secret, false));
              own.add(secret("AWS_SESSION_TOKEN", secret, true));
            });
    List<EnvVar> all = new ArrayList<>();
    given.stream()
        .filter(g -> own.stream().noneMatch(o -> o.getName().equals(g.getName())))
        .forEach(all::add);
    all.addAll(own);
    return all;
  }

  private static Map<String, String> labels(
      SparkBenchmarkJob job, SparkBenchmarkJobStatus status, CurrentPod pod) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(Labels.MANAGED_BY, Labels.OPERATOR);
    labels.put("app.kubernetes.io/part-of", "sparkbench");
    labels.put(Labels.JOB, PodNames.label(job.getMetadata().getName()));
    labels.put(Labels.START, String.valueOf(status.timesStarted()));
    labels.put(Labels.ROLE, pod.purpose() == Purpose.Report ? "report" : "run");
    if (pod.nodes() != null) {
      labels.put(Labels.NODES, String.valueOf(pod.nodes()));
    }
    return labels;
  }

  private static Map<String, String> executorLabels(SparkBenchmarkJob job, CurrentPod pod) {
    return Map.of(
        "app.kubernetes.io/part-of",
        "sparkbench",
        Labels.JOB,
        PodNames.label(job.getMetadata().getName()),
        Labels.DRIVER,
        pod.pod());
  }

  // Without blockOwnerDeletion: setting it takes a right on the resource's finalizers where
  // owner references are guarded.
  private static OwnerReference owner(SparkBenchmarkJob job) {
    return new OwnerReferenceBuilder()
        .withApiVersion(job.getApiVersion())
        .withKind(job.getKind())
        .withName(job.getMetadata().getName())
        .withUid(job.getMetadata().getUid())
        .withController(true)
        .build();
  }

  private static EnvVar value(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(escaped(value)).build();
  }

  /** Kubernetes expands {@code $(NAME)} in values and makes one dollar sign of two. */
  private static String escaped(String value) {
    return value.replace("$", "$$");
  }

  private static EnvVar field(String name, String path) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewFieldRef()
        .withFieldPath(path)
        .endFieldRef()
        .endValueFrom()
        .build();
  }

  private static EnvVar secret(String key, String secret, boolean optional) {
    return new EnvVarBuilder()
        .withName(key)
        .withNewValueFrom()
        .withNewSecretKeyRef()
        .withName(secret)
        .withKey(key)
        .withOptional(optional ? Boolean.TRUE : null)
        .endSecretKeyRef()
        .endValueFrom()
        .build();
  }
}
