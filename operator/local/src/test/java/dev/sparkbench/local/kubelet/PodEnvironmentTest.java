// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

import static dev.sparkbench.local.kubelet.RunningKubelet.NAMESPACE;
import static dev.sparkbench.local.kubelet.RunningKubelet.fromSecret;
import static dev.sparkbench.local.kubelet.RunningKubelet.image;
import static dev.sparkbench.local.kubelet.RunningKubelet.script;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PodEnvironmentTest {

  @RegisterExtension static final RunningKubelet cluster = new RunningKubelet();

  @Test
  void aContainerGetsNothingOfTheUsersEnvironmentButWhatProgramsNeedToRun() {
    Pod pod = cluster.create(image("bare", "env"));

    Map<String, String> environment = environment("bare");

    Map<String, String> expected = new TreeMap<>();
    for (String inherited : Set.of("PATH", "JAVA_HOME", "LANG", "TMPDIR")) {
      if (System.getenv(inherited) != null) {
        expected.put(inherited, System.getenv(inherited));
      }
    }
    Path folder = cluster.workFolder(pod).getParent();
    expected.put("HOME", folder.resolve("work").toString());
    expected.put("SPARKBENCH_TERMINATION_LOG", folder.resolve("termination-log").toString());
    expected.put("KUBERNETES_SERVICE_HOST", "127.0.0.1");
    expected.put("KUBERNETES_SERVICE_PORT", "" + cluster.server().port());
    expected.put("KUBERNETES_SERVICE_PORT_HTTPS", "" + cluster.server().port());
    expected.put("KUBERNETES_CERTS_CA_FILE", cluster.server().certificate().toString());
    expected.put("KUBERNETES_DISABLE_HOSTNAME_VERIFICATION", "true");
    expected.put("KUBERNETES_AUTH_TRYKUBECONFIG", "false");
    assertThat(environment).isEqualTo(expected);
  }

  @Test
  void valuesAreExpandedAndTheContainersWinOverTheImages() {
    cluster.create(
        with(
            script("expanded", "echo \"$FROM_IMAGE $A $B $C $D\""),
            variable("FROM_IMAGE", "container"),
            variable("A", "one"),
            variable("B", "$(A)-two"),
            variable("C", "$(UNKNOWN)"),
            variable("D", "$$(A)")));

    assertThat(cluster.awaitLog("expanded")).isEqualTo("container one one-two $(UNKNOWN) $(A)\n");
  }

  @Test
  void argumentsAreExpandedAndACommandReplacesTheImages() {
    cluster.create(
        with(
            image("arguments", "env", "$(WORD), port $(KUBERNETES_SERVICE_PORT)")
                .editSpec()
                .editContainer(0)
                .withCommand("/bin/echo", "say")
                .endContainer()
                .endSpec(),
            variable("WORD", "hello")));

    assertThat(cluster.awaitLog("arguments"))
        .isEqualTo("say hello, port %d\n".formatted(cluster.server().port()));
  }

  @Test
  void aPodCanAskAboutItself() {
    PodBuilder pod = script("itself", "echo $NAME $NAMESPACE $ID $IP $NODE $LABEL $ABSENT.");
    pod.editMetadata().addToLabels("example.com/app", "spark").endMetadata();
    Pod created =
        cluster.create(
            with(
                pod,
                field("NAME", "metadata.name"),
                field("NAMESPACE", "metadata.namespace"),
                field("ID", "metadata.uid"),
                field("IP", "status.podIP"),
                field("NODE", "spec.nodeName"),
                field("LABEL", "metadata.labels['example.com/app']"),
                field("ABSENT", "metadata.labels['none']")));

    assertThat(cluster.awaitLog("itself"))
        .isEqualTo(
            "itself test %s 127.0.0.1 local spark .\n".formatted(created.getMetadata().getUid()));
  }

  @Test
  void anUnknownFieldIsAConfigurationError() {
    cluster.create(with(script("odd", "exit 0"), field("X", "status.phase")));

    assertThat(cluster.awaitWaiting("odd", "CreateContainerConfigError"))
        .isEqualTo("unsupported fieldPath: status.phase");
  }

  @Test
  void aSecretsValueIsDecoded() {
    secret("credentials", Map.of("key", "s3cr€t"));
    cluster.create(
        with(script("secretive", "echo $VALUE"), fromSecret("VALUE", "credentials", "key", false)));

    assertThat(cluster.awaitLog("secretive")).isEqualTo("s3cr€t\n");
  }

  @Test
  void aMissingSecretIsNamedAndWaitedFor() {
    cluster.create(with(script("waits", "echo $VALUE"), fromSecret("VALUE", "late", "key", false)));

    assertThat(cluster.awaitWaiting("waits", "CreateContainerConfigError"))
        .isEqualTo("secret \"late\" not found");
    assertThat(cluster.find("waits").orElseThrow().getStatus().getPhase()).isEqualTo("Pending");

    secret("late", Map.of("other", "x"));
    cluster.await(
        "waits",
        pod ->
            "couldn't find key key in Secret test/late"
                .equals(
                    pod.getStatus()
                        .getContainerStatuses()
                        .get(0)
                        .getState()
                        .getWaiting()
                        .getMessage()));

    cluster
        .client()
        .secrets()
        .inNamespace(NAMESPACE)
        .withName("late")
        .edit(current -> new SecretBuilder(current).addToStringData("key", "now").build());
    assertThat(cluster.awaitLog("waits")).isEqualTo("now\n");
  }

  @Test
  void whatIsOptionalMayBeMissing() {
    secret("half", Map.of("there", "yes"));
    cluster.create(
        with(
            script("optional", "echo \"${A-unset} ${B-unset} $C\""),
            fromSecret("A", "never", "key", true),
            fromSecret("B", "half", "key", true),
            fromSecret("C", "half", "there", true)));

    assertThat(cluster.awaitLog("optional")).isEqualTo("unset unset yes\n");
  }

  @Test
  void aConfigMapsValueIsUsed() {
    cluster
        .client()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName("settings")
                .endMetadata()
                .withData(Map.of("colour", "blue"))
                .build())
        .create();
    EnvVar colour =
        new EnvVarBuilder()
            .withName("COLOUR")
            .withNewValueFrom()
            .withNewConfigMapKeyRef("colour", "settings", null)
            .endValueFrom()
            .build();
    cluster.create(with(script("mapped", "echo $COLOUR"), colour));

    assertThat(cluster.awaitLog("mapped")).isEqualTo("blue\n");
  }

  @Test
  void volumesAreFoldersAndPathsBelowThemAreRewritten() {
    cluster
        .client()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName("files")
                .endMetadata()
                .withData(Map.of("greeting", "hello"))
                .build())
        .create();
    Pod pod =
        cluster.create(
            with(
                script("mounts", "echo x > $DIR/file; cat $CONF/greeting; echo; echo $DIRS $ELSE")
                    .editSpec()
                    .addNewVolume()
                    .withName("scratch")
                    .withNewEmptyDir()
                    .endEmptyDir()
                    .endVolume()
                    .addNewVolume()
                    .withName("conf")
                    .withNewConfigMap()
                    .withName("files")
                    .endConfigMap()
                    .endVolume()
                    .editContainer(0)
                    .addNewVolumeMount()
                    .withName("scratch")
                    .withMountPath("/data")
                    .endVolumeMount()
                    .addNewVolumeMount()
                    .withName("conf")
                    .withMountPath("/data/conf")
                    .endVolumeMount()
                    .endContainer()
                    .endSpec(),
                variable("DIR", "/data"),
                variable("CONF", "/data/conf"),
                variable("DIRS", "/data/a,/data/conf/b,/database"),
                variable("ELSE", "/tmp")));

    Path volumes = cluster.workFolder(pod).resolveSibling("volumes");
    assertThat(cluster.awaitLog("mounts"))
        .isEqualTo("hello\n%s/scratch/a,%s/conf/b,/database /tmp\n".formatted(volumes, volumes));
    assertThat(volumes.resolve("scratch/file")).hasContent("x");
  }

  @Test
  void pathsOfThisMachineAreNotRewritten() {
    Path certificate = cluster.server().certificate();
    cluster.create(
        with(
            script("same-path", "echo $KUBERNETES_CERTS_CA_FILE $OWN")
                .editSpec()
                .addNewVolume()
                .withName("scratch")
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                .editContainer(0)
                .addNewVolumeMount()
                .withName("scratch")
                .withMountPath(certificate.getParent().toString())
                .endVolumeMount()
                .endContainer()
                .endSpec(),
            variable("OWN", certificate.resolveSibling("own").toString())));

    assertThat(cluster.awaitLog("same-path"))
        .startsWith(certificate + " ")
        .endsWith("/volumes/scratch/own\n");
  }

  @Test
  void aCpuLimitIsToldToJavaBesideWhatIsThere() {
    cluster.create(limited("limited", "1500m", variable("JAVA_TOOL_OPTIONS", "-Dx=y")));
    cluster.create(limited("limited-alone", "1"));
    cluster.create(script("unlimited", "echo \"${JAVA_TOOL_OPTIONS-unset}\""));

    assertThat(cluster.awaitLog("limited")).isEqualTo("-Dx=y -XX:ActiveProcessorCount=2\n");
    assertThat(cluster.awaitLog("limited-alone")).isEqualTo("-XX:ActiveProcessorCount=1\n");
    assertThat(cluster.awaitLog("unlimited")).isEqualTo("unset\n");
  }

  private static PodBuilder limited(String name, String cpu, EnvVar... variables) {
    return with(script(name, "echo $JAVA_TOOL_OPTIONS"), variables)
        .editSpec()
        .editContainer(0)
        .withNewResources()
        .addToLimits("cpu", new Quantity(cpu))
        .endResources()
        .endContainer()
        .endSpec();
  }

  private static void secret(String name, Map<String, String> data) {
    cluster
        .client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(name)
                .endMetadata()
                .withStringData(data)
                .build())
        .create();
  }

  private static PodBuilder with(PodBuilder pod, EnvVar... variables) {
    return pod.editSpec().editContainer(0).addToEnv(variables).endContainer().endSpec();
  }

  private static EnvVar variable(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value).build();
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

  private static Map<String, String> environment(String name) {
    return Arrays.stream(cluster.awaitLog(name).split("\n"))
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (a, b) -> b, TreeMap::new));
  }
}
