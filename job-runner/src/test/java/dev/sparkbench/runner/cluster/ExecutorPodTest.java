// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.Storage;
import dev.sparkbench.runner.fixture.RunRequests;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.k8s.KubernetesConf;
import org.apache.spark.deploy.k8s.KubernetesExecutorConf;
import org.apache.spark.deploy.k8s.SparkPod;
import org.apache.spark.internal.config.package$;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfile$;
import org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scala.Option;

/** The executor pod that Spark itself creates from the runner's properties and template. */
class ExecutorPodTest {

  @TempDir Path folder;

  private SparkPod made;

  @BeforeEach
  void makePod() throws IOException {
    made = pod(request());
  }

  private static RunRequests request() {
    return RunRequests.of("s3://bucket/key")
        .storage(new Storage("http://store:9000", "eu-west-1", true))
        .credentialsSecret("store-keys")
        .sparkConf(Map.of("spark.executor.extraJavaOptions", "-Da='two words' -Db=1"));
  }

  private SparkPod pod(RunRequests requests) throws IOException {
    RunRequest request = requests.build();
    DriverPod driver =
        new DriverPod("run", "team-a", "10.0.0.1", "https://10.96.0.1:443", folder.toString());
    Path template = folder.resolve("template.yaml");
    Files.writeString(template, ExecutorPodTemplate.yaml(request.executors(), request.storage()));
    SparkConf conf = new SparkConf(false);
    KubernetesProperties.of(request, driver, template).forEach(conf::set);
    conf.set("spark.driver.port", "7078");

    // Kept in a static field by whatever made a session before.
    ResourceProfile$.MODULE$.clearDefaultProfile();
    Pod driverPod =
        new PodBuilder().withNewMetadata().withName("run").withUid("uid-1").endMetadata().build();
    KubernetesExecutorConf executorConf =
        KubernetesConf.createExecutorConf(
            conf,
            "7",
            "app-1",
            Option.apply(driverPod),
            ResourceProfile.DEFAULT_RESOURCE_PROFILE_ID());
    try (KubernetesClient client = new KubernetesClientBuilder().build()) {
      return new KubernetesExecutorBuilder()
          .buildFromFeatures(
              executorConf,
              new SecurityManager(conf, Option.empty(), package$.MODULE$.AUTH_SECRET_FILE()),
              client,
              ResourceProfile$.MODULE$.getOrCreateDefaultProfile(conf))
          .pod();
    } finally {
      ResourceProfile$.MODULE$.clearDefaultProfile();
    }
  }

  /** Each part of a template, and where it lands. */
  @Test
  void keepsEveryPartOfTheTemplate() throws IOException {
    SparkPod pod =
        fromTemplate(
            """
            metadata:
              labels: {team: a, kueue.x-k8s.io/queue-name: benchmarks}
              annotations: {scheduling.k8s.io/group-name: g}
            spec:
              nodeSelector: {disk: ssd}
              tolerations: [{key: batch, operator: Exists}]
              affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: []}}
              priorityClassName: low
              schedulerName: volcano
              runtimeClassName: gvisor
              schedulingGates: [{name: example.com/wait}]
              imagePullSecrets: [{name: mine}]
              dnsPolicy: Default
              hostAliases: [{ip: 10.0.0.9, hostnames: [store]}]
              securityContext: {runAsUser: 1234, fsGroup: 5}
              initContainers:
              - {name: init, image: init:1}
              - {name: native, image: native:1, restartPolicy: Always}
              volumes: [{name: ca, configMap: {name: ca}}]
              containers:
              - name: executor
                command: [/forged]
                env: [{name: TZ, value: UTC}]
                envFrom: [{configMapRef: {name: proxy}}]
                resources: {limits: {nvidia.com/gpu: "1", ephemeral-storage: 1Gi}}
                securityContext: {privileged: true, runAsNonRoot: false, runAsUser: 1234}
                volumeMounts: [{name: ca, mountPath: /ca}]
              - {name: sidecar, image: sidecar:1}
            """);
    PodSpec spec = pod.pod().getSpec();

    assertThat(pod.pod().getMetadata().getLabels())
        .containsEntry("team", "a")
        .containsEntry("kueue.x-k8s.io/queue-name", "benchmarks");
    assertThat(pod.pod().getMetadata().getAnnotations())
        .containsEntry("scheduling.k8s.io/group-name", "g");
    assertThat(spec.getNodeSelector()).containsEntry("disk", "ssd");
    assertThat(spec.getTolerations()).hasSize(1);
    assertThat(spec.getAffinity().getNodeAffinity()).isNotNull();
    assertThat(spec.getPriorityClassName()).isEqualTo("low");
    assertThat(spec.getSchedulerName()).isEqualTo("volcano");
    assertThat(spec.getRuntimeClassName()).isEqualTo("gvisor");
    assertThat(spec.getSchedulingGates()).hasSize(1);
    assertThat(spec.getImagePullSecrets()).extracting("name").contains("pull-secret");
    assertThat(spec.getDnsPolicy()).isEqualTo("Default");
    assertThat(spec.getHostAliases()).hasSize(1);
    assertThat(spec.getSecurityContext().getRunAsUser()).isEqualTo(1234);
    assertThat(spec.getSecurityContext().getFsGroup()).isEqualTo(5);
    assertThat(spec.getInitContainers())
        .extracting(Container::getName)
        .containsExactly("init", "native");
    assertThat(Serialization.asYaml(spec.getInitContainers().get(1)))
        .contains("restartPolicy: \"Always\"");
    assertThat(spec.getContainers()).extracting(Container::getName).contains("sidecar");
    assertThat(spec.getVolumes()).extracting(Volume::getName).contains("ca");

    Container container = pod.container();
    assertThat(container.getArgs()).containsExactly("executor");
    assertThat(container.getEnv()).extracting(EnvVar::getName).contains("TZ");
    assertThat(container.getEnvFrom()).hasSize(1);
    assertThat(container.getResources().getLimits())
        .containsKeys("nvidia.com/gpu", "ephemeral-storage");
    assertThat(container.getVolumeMounts()).extracting("mountPath").contains("/ca", "/tmp");
    assertThat(container.getSecurityContext().getPrivileged()).isNull();
    assertThat(container.getSecurityContext().getRunAsNonRoot()).isNull();
    assertThat(container.getSecurityContext().getRunAsUser()).isEqualTo(1234);
  }

  /**
   * @param volumes of the template
   * @param container of the template, in JSON without its name
   * @param mounts of the executor's container: volume at path
   * @param localDirs where Spark shuffles to
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Settings that neither sets.
        "[] | {} | spark-local-dir-1 at /tmp | /tmp",
        // A volume at /tmp, with or without a slash, is for everything.
        "[{name: nvme, emptyDir: {}}]"
            + "| {volumeMounts: [{name: nvme, mountPath: /tmp}]}"
            + "| spark-local-dir-1 at /tmp | /tmp",
        "[{name: nvme, emptyDir: {}}]"
            + "| {volumeMounts: [{name: nvme, mountPath: /tmp/}]}"
            + "| spark-local-dir-1 at /tmp/ | /tmp/",
        // One elsewhere is for what is shuffled if the template says so,
        "[{name: nvme, emptyDir: {}}]"
            + "| {volumeMounts: [{name: nvme, mountPath: /nvme}], env: [{name: SPARK_LOCAL_DIRS, value: /nvme/spark}]}"
            + "| spark-local-dir-1 at /nvme, scratch-1 at /tmp | /nvme",
        "[{name: a, emptyDir: {}}, {name: b, emptyDir: {}}]"
            + "| {volumeMounts: [{name: a, mountPath: /a}, {name: b, mountPath: /b}], env: [{name: SPARK_LOCAL_DIRS, value: '/a, /b'}]}"
            + "| spark-local-dir-1 at /a, spark-local-dir-2 at /b, scratch-1 at /tmp | /a,/b",
        // by the variable or by Spark's own names,
        "[{name: spark-local-dir-1, emptyDir: {}}]"
            + "| {volumeMounts: [{name: spark-local-dir-1, mountPath: /nvme}]}"
            + "| spark-local-dir-1 at /nvme, scratch-1 at /tmp | /nvme",
        // and is otherwise left alone, whatever it is called.
        "[{name: scratch, emptyDir: {}}, {name: scratch-1, emptyDir: {}}]"
            + "| {volumeMounts: [{name: scratch, mountPath: /data}]}"
            + "| scratch at /data, spark-local-dir-1 at /tmp | /tmp",
        "[{name: spark-local-dir-1, emptyDir: {}}]" + "| {}" + "| spark-local-dir-2 at /tmp | /tmp",
        // A folder on no volume cannot be written to.
        "[] | {env: [{name: SPARK_LOCAL_DIRS, value: /opt/spark}]} | spark-local-dir-1 at /tmp | /tmp",
      })
  void shufflesWhereTheTemplateSays(
      String volumes, String container, String mounts, String localDirs) throws IOException {
    SparkPod pod =
        fromTemplate(
            """
            spec:
              volumes: %s
              initContainers: [{name: init, image: i, volumeMounts: []}]
              containers:
              - {name: sidecar, image: s}
              - %s
            """
                .formatted(volumes, container.replaceFirst("\\{", "{name: executor, ")));

    assertThat(
            pod.container().getVolumeMounts().stream()
                .map(mount -> mount.getName() + " at " + mount.getMountPath()))
        .containsExactlyInAnyOrder(mounts.split(", "));
    assertThat(
            pod.container().getEnv().stream()
                .filter(variable -> variable.getName().equals("SPARK_LOCAL_DIRS"))
                .map(variable -> sorted(variable.getValue())))
        .containsExactly(sorted(localDirs));
    List<String> names = pod.pod().getSpec().getVolumes().stream().map(Volume::getName).toList();
    assertThat(names).doesNotHaveDuplicates();
    assertThat(names)
        .containsAll(pod.container().getVolumeMounts().stream().map(VolumeMount::getName).toList());
  }

  @Test
  void otherContainersKeepTheVolumesThatTheyShare() throws IOException {
    SparkPod pod =
        fromTemplate(
            """
            spec:
              volumes: [{name: nvme, ephemeral: {}}]
              initContainers: [{name: init, image: i, volumeMounts: [{name: nvme, mountPath: /x}]}]
              containers:
              - {name: sidecar, image: s, volumeMounts: [{name: nvme, mountPath: /y}]}
              - {name: executor, volumeMounts: [{name: nvme, mountPath: /tmp}]}
            """);
    List<Container> others = new ArrayList<>(pod.pod().getSpec().getInitContainers());
    others.addAll(pod.pod().getSpec().getContainers());
    assertThat(others)
        .filteredOn(container -> !container.getName().equals("executor"))
        .hasSize(2)
        .flatExtracting(Container::getVolumeMounts)
        .extracting(VolumeMount::getName)
        .containsOnly("spark-local-dir-1");
    assertThat(pod.pod().getSpec().getVolumes())
        .singleElement()
        .satisfies(volume -> assertThat(volume.getEphemeral()).isNotNull());
  }

  private SparkPod fromTemplate(String yaml) throws IOException {
    return pod(
        request()
            .podTemplate(new ObjectMapper().valueToTree(Serialization.unmarshal(yaml, Map.class))));
  }

  private static String sorted(String folders) {
    return Arrays.stream(folders.split(",")).sorted().collect(Collectors.joining(","));
  }

  @Test
  void belongsToTheDriverPod() {
    assertThat(made.pod().getMetadata().getName()).isEqualTo("run-exec-7");
    assertThat(made.pod().getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(
            owner -> {
              assertThat(owner.getUid()).isEqualTo("uid-1");
              assertThat(owner.getController()).isTrue();
            });
    assertThat(made.pod().getMetadata().getLabels())
        .containsEntry("sparkbench.dev/job", "job")
        .containsEntry("spark-role", "executor")
        .containsEntry("spark-exec-id", "7");
  }

  @Test
  void isStartedByTheEntryPoint() {
    Container container = made.container();

    assertThat(container.getName()).isEqualTo("executor");
    assertThat(container.getArgs()).containsExactly("executor");
    assertThat(container.getCommand()).isEmpty();
    assertThat(container.getImage()).isEqualTo("registry.example/runner:1");
    assertThat(container.getImagePullPolicy()).isEqualTo("IfNotPresent");
    assertThat(made.pod().getSpec().getImagePullSecrets())
        .singleElement()
        .satisfies(secret -> assertThat(secret.getName()).isEqualTo("pull-secret"));
    assertThat(made.pod().getSpec().getServiceAccountName()).isEqualTo("runner");
    assertThat(made.pod().getSpec().getRestartPolicy()).isEqualTo("Never");
  }

  @Test
  void tellsTheEntryPointAllThatItAsksFor() {
    assertThat(environment())
        .containsEntry("SPARK_DRIVER_URL", "spark://CoarseGrainedScheduler@10.0.0.1:7078")
        .containsEntry("SPARK_EXECUTOR_ID", "7")
        .containsEntry("SPARK_EXECUTOR_CORES", "2")
        .containsEntry("SPARK_EXECUTOR_MEMORY", "1024m")
        .containsEntry("SPARK_APPLICATION_ID", "app-1")
        .containsEntry("SPARK_RESOURCE_PROFILE_ID", "0")
        .containsEntry("SPARK_EXECUTOR_POD_IP", "status.podIP")
        .containsEntry("SPARK_EXECUTOR_POD_NAME", "metadata.name")
        .containsEntry("SPARK_JAVA_OPT_0", "-Da=two words")
        .containsEntry("SPARK_JAVA_OPT_1", "-Db=1")
        .containsEntry("SPARKBENCH_SCRATCH", "/tmp")
        .containsEntry("SPARKBENCH_NODE_NAME", "spec.nodeName")
        .containsEntry("SPARKBENCH_NODE_ZONE", "metadata.labels['topology.kubernetes.io/zone']")
        .containsEntry("SPARKBENCH_NODE_REGION", "metadata.labels['topology.kubernetes.io/region']")
        .containsEntry("SPARK_LOCAL_DIRS", "/tmp");
  }

  @Test
  void wantsAKubernetesNodeOfItsOwnAndToStayThere() {
    assertThat(made.pod().getSpec().getTopologySpreadConstraints())
        .singleElement()
        .satisfies(
            spread -> {
              assertThat(spread.getTopologyKey()).isEqualTo("kubernetes.io/hostname");
              assertThat(spread.getMaxSkew()).isEqualTo(1);
              assertThat(spread.getWhenUnsatisfiable()).isEqualTo("ScheduleAnyway");
              assertThat(made.pod().getMetadata().getLabels())
                  .containsAllEntriesOf(spread.getLabelSelector().getMatchLabels());
            });
    assertThat(made.pod().getMetadata().getAnnotations())
        .containsEntry("cluster-autoscaler.kubernetes.io/safe-to-evict", "false")
        .containsEntry("karpenter.sh/do-not-disrupt", "true");
  }

  @Test
  void getsTheKeysFromTheSecretOnly() {
    assertThat(made.container().getEnv())
        .filteredOn(variable -> variable.getName().startsWith("AWS_"))
        .allSatisfy(
            variable -> {
              assertThat(variable.getValue()).isNull();
              assertThat(variable.getValueFrom().getSecretKeyRef().getName())
                  .isEqualTo("store-keys");
              assertThat(variable.getValueFrom().getSecretKeyRef().getKey())
                  .isEqualTo(variable.getName());
            })
        .extracting(EnvVar::getName)
        .containsExactly("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN");
  }

  @Test
  void cannotBorrowIdleCores() {
    assertThat(made.container().getResources().getRequests())
        .isEqualTo(Map.of("cpu", new Quantity("2"), "memory", new Quantity("1408Mi")));
    assertThat(made.container().getResources().getLimits())
        .isEqualTo(Map.of("cpu", new Quantity("2"), "memory", new Quantity("1408Mi")));
  }

  @Test
  void isRestrictedAndWritesToItsScratchOnly() {
    PodSpec spec = made.pod().getSpec();

    assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(spec.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(made.container().getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(made.container().getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(made.container().getSecurityContext().getCapabilities().getDrop())
        .isEqualTo(List.of("ALL"));
    assertThat(made.container().getVolumeMounts())
        .singleElement()
        .satisfies(mount -> assertThat(mount.getMountPath()).isEqualTo("/tmp"));
    assertThat(spec.getVolumes())
        .singleElement()
        .satisfies(volume -> assertThat(volume.getEmptyDir()).isNotNull());
  }

  /** Values, or the fields that they come from. */
  private Map<String, String> environment() {
    return made.container().getEnv().stream()
        .filter(v -> v.getValue() != null || v.getValueFrom().getFieldRef() != null)
        .collect(
            Collectors.toMap(
                EnvVar::getName,
                v ->
                    v.getValue() != null
                        ? v.getValue()
                        : v.getValueFrom().getFieldRef().getFieldPath()));
  }
}
