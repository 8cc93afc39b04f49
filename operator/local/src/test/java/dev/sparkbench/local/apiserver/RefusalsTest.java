// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pods are refused in the recorded words of a real API server. */
class RefusalsTest {

  @RegisterExtension static final RunningApiServer api = new RunningApiServer();

  @Test
  void aMissingNamespace() {
    assertThat(refusal(driver("nowhere"))).isEqualTo(recorded("namespace-missing"));
  }

  @Test
  void aTerminatingNamespace() {
    api.namespace("r6");
    api.createBound(RunningApiServer.pod("r6", "stays"));
    api.client().namespaces().withName("r6").delete();

    assertThat(refusal(driver("r6"))).isEqualTo(recorded("namespace-terminating"));
  }

  @Test
  void aMissingServiceAccount() {
    api.namespace("r5");
    Pod pod =
        new PodBuilder(driver("r5")).editSpec().withServiceAccountName("nobody").endSpec().build();

    assertThat(refusal(pod)).isEqualTo(recorded("service-account-missing"));

    api.create(
        new ServiceAccountBuilder()
            .withNewMetadata()
            .withNamespace("r5")
            .withName("nobody")
            .endMetadata()
            .build());
    assertThat(api.create(pod).getSpec().getServiceAccountName()).isEqualTo("nobody");
  }

  @Test
  void everyNamespaceHasAServiceAccountAndPodsGetIt() {
    api.namespace("accounts");

    assertThat(api.create(driver("accounts")).getSpec().getServiceAccountName())
        .isEqualTo("default");
  }

  @Test
  void aFullQuota() {
    api.namespace("full");
    api.create(quota("full", Map.of("pods", "0")));

    assertThat(refusal(driver("full"))).isEqualTo(recorded("quota-exceeded"));
  }

  @Test
  void aQuotaIsTakenAtOnceAndGivenBackLater() {
    api.namespace("tight");
    ResourceQuota quota = api.create(quota("tight", Map.of("pods", "1", "limits.memory", "2Gi")));
    Pod first = api.createBound(limited("tight", "first", "cpu", "1", "memory", "1536Mi"));
    assertThat(used(quota)).isEqualTo("{limits.memory=1536Mi, pods=1}");

    Pod second = limited("tight", "second", "memory", "1Gi");
    assertThat(refusal(second).getMessage())
        .isEqualTo(
            "pods \"second\" is forbidden: exceeded quota: q, requested: limits.memory=1Gi,pods=1, used: limits.memory=1536Mi,pods=1, limited: limits.memory=2Gi,pods=1");

    api.client()
        .resource(new PodBuilder(first).editStatus().withPhase("Succeeded").endStatus().build())
        .updateStatus();
    assertThat(refusal(second).getCode()).isEqualTo(403);
    await().until(() -> used(quota).equals("{limits.memory=0, pods=0}"));
    api.create(second);
    assertThat(used(quota)).isEqualTo("{limits.memory=1Gi, pods=1}");
  }

  @Test
  void aQuotaThatGrowsLetsPodsIn() {
    api.namespace("growing");
    ResourceQuota quota = api.create(quota("growing", Map.of("pods", "0")));
    assertThat(refusal(driver("growing")).getCode()).isEqualTo(403);

    api.client()
        .resource(quota)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"hard\": {\"pods\": \"1\"}}}");

    assertThat(api.create(driver("growing")).getStatus().getPhase()).isEqualTo("Pending");
  }

  @Test
  void aQuotaThatWantsALimit() {
    api.namespace("wants");
    api.create(quota("wants", Map.of("limits.cpu", "4")));

    assertThat(refusal(driver("wants"))).isEqualTo(recorded("quota-wants-a-limit"));
  }

  @Test
  void aDryRunTakesNothing() {
    api.namespace("dry");
    ResourceQuota quota = api.create(quota("dry", Map.of("pods", "1")));

    assertThat(api.client().resource(driver("dry")).dryRun().create()).isNotNull();

    assertThat(used(quota)).isEqualTo("{pods=0}");
    assertThat(api.get(driver("dry"))).isNull();
  }

  @Test
  void aDefaultLimitBelowTheRequest() {
    api.namespace("small");
    api.create(limits("small", Map.of("default", Map.of("cpu", "500m"))));
    Pod asksForOne =
        new PodBuilder(driver("small"))
            .editSpec()
            .editContainer(0)
            .withNewResources()
            .addToRequests("cpu", new Quantity("1"))
            .endResources()
            .endContainer()
            .endSpec()
            .build();

    assertThat(refusal(asksForOne)).isEqualTo(recorded("limit-range"));
    assertThat(api.create(driver("small")).getSpec().getContainers().get(0).getResources())
        .satisfies(
            resources -> {
              assertThat(resources.getLimits()).isEqualTo(Map.of("cpu", new Quantity("500m")));
              assertThat(resources.getRequests()).isEqualTo(Map.of("cpu", new Quantity("500m")));
            });
  }

  @Test
  void lessAndMoreThanALimitRangeAllows() {
    api.namespace("bounded");
    api.create(
        limits("bounded", Map.of("min", Map.of("memory", "64Mi"), "max", Map.of("memory", "1Gi"))));

    assertThat(refusal(limited("bounded", "p", "memory", "2Gi")).getMessage())
        .isEqualTo(
            "pods \"p\" is forbidden: maximum memory usage per Container is 1Gi, but limit is 2Gi");
    assertThat(refusal(limited("bounded", "p", "memory", "32Mi")).getMessage())
        .isEqualTo(
            "pods \"p\" is forbidden: minimum memory usage per Container is 64Mi, but request is 32Mi");
  }

  @Test
  void whatARestrictedNamespaceDoesNotAllow() {
    restricted("safe");

    assertThat(refusal(driver("safe"))).isEqualTo(recorded("pod-security"));

    Pod host =
        new PodBuilder(secure("safe"))
            .editSpec()
            .withHostNetwork(true)
            .addNewVolume()
            .withName("h")
            .withNewHostPath()
            .withPath("/")
            .endHostPath()
            .endVolume()
            .endSpec()
            .build();
    assertThat(refusal(host).getMessage())
        .isEqualTo(
            "pods \"p\" is forbidden: violates PodSecurity \"restricted:latest\": host namespaces (hostNetwork=true), restricted volume types (volume \"h\" uses restricted volume type \"hostPath\")");
    assertThat(api.create(secure("safe")).getStatus().getPhase()).isEqualTo("Pending");
  }

  @Test
  void aMissingPriorityClass() {
    api.namespace("classes");
    Pod pod =
        new PodBuilder(driver("classes"))
            .editSpec()
            .withPriorityClassName("absent")
            .endSpec()
            .build();

    assertThat(refusal(pod)).isEqualTo(recorded("priority-class-missing"));

    api.create(
        new PriorityClassBuilder()
            .withNewMetadata()
            .withName("absent")
            .endMetadata()
            .withValue(7)
            .build());
    assertThat(api.create(pod).getSpec().getPriority()).isEqualTo(7);
  }

  @Test
  void aNameThatIsTaken() {
    api.namespace("taken");
    api.create(driver("taken"));

    assertThat(refusal(driver("taken"))).isEqualTo(recorded("already-exists"));
  }

  @Test
  void twoContainersOfOneName() {
    api.namespace("twice");
    Pod pod =
        new PodBuilder(driver("twice"))
            .editSpec()
            .addNewContainer()
            .withName("driver")
            .withImage("image")
            .endContainer()
            .endSpec()
            .build();

    assertThat(refusal(pod)).isEqualTo(recorded("invalid"));
  }

  @Test
  void volumesAndMountsThatDoNotFit() {
    api.namespace("mounts");
    Pod pod =
        new PodBuilder(driver("mounts"))
            .editSpec()
            .addNewVolume()
            .withName("tmp")
            .withNewEmptyDir()
            .endEmptyDir()
            .endVolume()
            .addNewVolume()
            .withName("tmp")
            .withNewEmptyDir()
            .endEmptyDir()
            .endVolume()
            .editContainer(0)
            .addNewVolumeMount()
            .withName("tmp")
            .withMountPath("/tmp")
            .endVolumeMount()
            .addNewVolumeMount()
            .withName("other")
            .withMountPath("/tmp")
            .endVolumeMount()
            .endContainer()
            .endSpec()
            .build();

    Status refusal = refusal(pod);

    assertThat(refusal.getCode()).isEqualTo(422);
    assertThat(refusal.getMessage())
        .isEqualTo(
            "Pod \"p\" is invalid: [spec.volumes[1].name: Duplicate value: \"tmp\", spec.containers[0].volumeMounts[1].name: Not found: \"other\", spec.containers[0].volumeMounts[1].mountPath: Invalid value: \"/tmp\": must be unique]");
  }

  @Test
  void aRightThatWasTakenAway() {
    api.namespace("r8");
    api.server().withhold("r8", "create", "pods");

    Status recorded = recorded("no-right");
    recorded.setMessage(
        recorded.getMessage().replace("system:serviceaccount:r8:default", Rights.USER));
    assertThat(refusal(driver("r8"))).isEqualTo(recorded);

    api.server().restore("r8", "create", "pods");
    assertThat(api.create(driver("r8"))).isNotNull();
  }

  @Test
  void aQuotaIsHeardBeforeATakenName() {
    api.namespace("both");
    api.create(driver("both"));
    api.create(quota("both", Map.of("pods", "1")));

    assertThat(refusal(driver("both")).getMessage()).contains("exceeded quota: q");
  }

  private static Status refusal(HasMetadata object) {
    return catchThrowableOfType(
            KubernetesClientException.class, () -> api.client().resource(object).create())
        .getStatus();
  }

  private static Status recorded(String name) {
    try (InputStream file =
        RefusalsTest.class.getResourceAsStream("/recorded/refusals/" + name + ".json")) {
      return Serialization.unmarshal(file, Status.class);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Pod driver(String namespace) {
    return new PodBuilder(RunningApiServer.pod(namespace, "p"))
        .editSpec()
        .withContainers(new ContainerBuilder().withName("driver").withImage("image").build())
        .endSpec()
        .build();
  }

  private static Pod limited(String namespace, String name, String... limits) {
    PodBuilder pod = new PodBuilder(RunningApiServer.pod(namespace, name));
    for (int i = 0; i < limits.length; i += 2) {
      pod =
          pod.editSpec()
              .editContainer(0)
              .editOrNewResources()
              .addToLimits(limits[i], new Quantity(limits[i + 1]))
              .endResources()
              .endContainer()
              .endSpec();
    }
    return pod.build();
  }

  private static Pod secure(String namespace) {
    return new PodBuilder(driver(namespace))
        .editSpec()
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withNewSeccompProfile(null, "RuntimeDefault")
        .endSecurityContext()
        .editContainer(0)
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withNewCapabilities()
        .addToDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .endContainer()
        .endSpec()
        .build();
  }

  private static void restricted(String name) {
    api.create(
        new NamespaceBuilder()
            .withNewMetadata()
            .withName(name)
            .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
            .endMetadata()
            .build());
  }

  private static ResourceQuota quota(String namespace, Map<String, String> hard) {
    return new ResourceQuotaBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName("q")
        .endMetadata()
        .withNewSpec()
        .withHard(quantities(hard))
        .endSpec()
        .build();
  }

  private static HasMetadata limits(String namespace, Map<String, Map<String, String>> of) {
    return new LimitRangeBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName("limits")
        .endMetadata()
        .withNewSpec()
        .addNewLimit()
        .withType("Container")
        .withDefault(quantities(of.getOrDefault("default", Map.of())))
        .withMin(quantities(of.getOrDefault("min", Map.of())))
        .withMax(quantities(of.getOrDefault("max", Map.of())))
        .endLimit()
        .endSpec()
        .build();
  }

  private static Map<String, Quantity> quantities(Map<String, String> texts) {
    return texts.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> new Quantity(entry.getValue())));
  }

  private static String used(ResourceQuota quota) {
    return new TreeMap<>(api.get(quota).getStatus().getUsed()).toString();
  }
}
