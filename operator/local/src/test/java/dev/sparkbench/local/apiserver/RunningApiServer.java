// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import io.fabric8.kubernetes.api.model.Binding;
import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An API server for the tests of one class, and small builders of objects. */
public final class RunningApiServer implements BeforeAllCallback, AfterAllCallback {

  static {
    // On a machine that is busy with other things.
    Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
  }

  private LocalApiServer server;
  private KubernetesClient client;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    server = LocalApiServer.start();
    client = server.client();
    try (InputStream crd =
        getClass().getResourceAsStream("/crds/sparkbenchmarkjobs.sparkbench.dev.yaml")) {
      client.load(crd).create();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    client.close();
    server.close();
  }

  LocalApiServer server() {
    return server;
  }

  /** A client of the server. */
  public KubernetesClient client() {
    return client;
  }

  /** Creates an object, after creating its namespace if there is none of that name. */
  public <T extends HasMetadata> T create(T object) {
    String namespace = object.getMetadata().getNamespace();
    if (namespace != null && client.namespaces().withName(namespace).get() == null) {
      namespace(namespace);
    }
    return client.resource(object).create();
  }

  <T extends HasMetadata> T get(T object) {
    return client.resource(object).get();
  }

  Namespace namespace(String name) {
    return client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
  }

  /** A pod that a node has taken, as after scheduling. */
  Pod createBound(Pod pod) {
    Pod created = create(pod);
    client
        .bindings()
        .inNamespace(pod.getMetadata().getNamespace())
        .resource(binding(created))
        .create();
    return get(created);
  }

  private static Binding binding(Pod pod) {
    return new BindingBuilder()
        .withNewMetadata()
        .withName(pod.getMetadata().getName())
        .withNamespace(pod.getMetadata().getNamespace())
        .endMetadata()
        .withNewTarget()
        .withKind("Node")
        .withName("local")
        .endTarget()
        .build();
  }

  static Pod pod(String namespace, String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("main")
        .withImage("image")
        .endContainer()
        .endSpec()
        .build();
  }

  static ConfigMap configMap(String namespace, String name, Map<String, String> labels) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .withLabels(labels)
        .endMetadata()
        .withData(Map.of("key", "value"))
        .build();
  }

  /** A benchmark. */
  public static SparkBenchmarkJob job(String namespace, String name) {
    return Serialization.unmarshal(
        """
        apiVersion: sparkbench.dev/v1alpha1
        kind: SparkBenchmarkJob
        metadata: {namespace: "%s", name: "%s"}
        spec:
          s3Path: user/data.csv
          jobConfig: {type: descriptive, tasks: [row_count]}
          nodeList: [1, 2]
        """
            .formatted(namespace, name),
        SparkBenchmarkJob.class);
  }

  static OwnerReference owner(HasMetadata object) {
    return new OwnerReferenceBuilder()
        .withApiVersion(object.getApiVersion())
        .withKind(object.getKind())
        .withName(object.getMetadata().getName())
        .withUid(object.getMetadata().getUid())
        .build();
  }
}
