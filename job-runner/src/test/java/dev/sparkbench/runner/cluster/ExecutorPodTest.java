package dev.sparkbench.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.Storage;
import dev.sparkbench.runner.fixture.RunRequests;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import scala.Option;

/** The executor pod as Spark itself makes it of the runner's properties and template. */
class ExecutorPodTest {

  @TempDir Path folder;

  private SparkPod made;

  @BeforeEach
  void makePod() throws IOException {
    RunRequest request =
        RunRequests.of("s3://bucket/key")
            .storage(new Storage("http://store:9000", "eu-west-1", true))
            .credentialsSecret("store-keys")
            .sparkConf(Map.of("spark.executor.extraJavaOptions", "-Da='two words' -Db=1"))
            .build();
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
      made =
          new KubernetesExecutorBuilder()
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
