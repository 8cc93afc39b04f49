// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import static dev.sparkbench.local.apiserver.RunningApiServer.configMap;
import static dev.sparkbench.local.apiserver.RunningApiServer.job;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests of kubectl that other clients do not send, over HTTP without web sockets. */
class PlainHttpTest {

  private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";
  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension static final RunningApiServer api = new RunningApiServer();

  private final HttpClient http = trustingClient();

  @Test
  void aWatchIsLines() throws Exception {
    api.create(configMap("lines", "first", Map.of()));
    try (Stream<String> lines =
        get(
                "/api/v1/namespaces/lines/configmaps?watch=true&sendInitialEvents=true",
                "application/json",
                BodyHandlers.ofLines())
            .body()) {
      Iterator<String> events = lines.iterator();
      assertThat(event(events)).isEqualTo("ADDED first");
      assertThat(events.next()).contains("BOOKMARK", "\"k8s.io/initial-events-end\":\"true\"");
      api.create(configMap("lines", "second", Map.of()));
      assertThat(event(events)).isEqualTo("ADDED second");
    }
  }

  @Test
  void aWatchOfNothingBeginsAndEndsInTime() throws Exception {
    HttpResponse<Stream<String>> watch =
        get(
            "/api/v1/namespaces/empty/configmaps?watch=true&timeoutSeconds=1",
            "application/json",
            BodyHandlers.ofLines());

    assertThat(watch.statusCode()).isEqualTo(200);
    assertThat(watch.body()).isEmpty();
  }

  @Test
  void listsAndWatchesAreTablesToThoseWhoWantThem() throws Exception {
    api.create(job("tables", "x"));
    String path = "/apis/sparkbench.dev/v1alpha1/namespaces/tables/sparkbenchmarkjobs";

    JsonNode table = JSON.readTree(get(path, TABLE, BodyHandlers.ofString()).body());
    assertThat(table.findValuesAsText("name").subList(0, 3))
        .containsExactly("Name", "Phase", "Nodes");
    assertThat(table.at("/rows/0/cells/0").asText()).isEqualTo("x");
    assertThat(table.at("/rows/0/cells/1").isNull()).isTrue();
    assertThat(table.at("/rows/0/cells/8").asText()).isEqualTo("user/data.csv");
    assertThat(table.at("/rows/0/object/metadata/namespace").asText()).isEqualTo("tables");
    try (Stream<String> lines = get(path + "?watch=1", TABLE, BodyHandlers.ofLines()).body()) {
      JsonNode event = JSON.readTree(lines.iterator().next());
      assertThat(event.at("/object/kind").asText()).isEqualTo("Table");
      assertThat(event.at("/object/rows/0/cells/0").asText()).isEqualTo("x");
    }
  }

  @Test
  void typesAreDiscoveredWithTheirSchemas() throws Exception {
    assertThat(json("/apis").findValuesAsText("groupVersion"))
        .contains("sparkbench.dev/v1alpha1", "coordination.k8s.io/v1");
    assertThat(json("/apis/sparkbench.dev/v1alpha1").at("/resources/0/shortNames/0").asText())
        .isEqualTo("sbj");
    assertThat(json("/api/v1").findValuesAsText("name")).contains("pods", "pods/status", "events");
    String document =
        json("/openapi/v3").at("/paths/apis~1sparkbench.dev~1v1alpha1/serverRelativeURL").asText();
    assertThat(
            json(document)
                .at(
                    "/components/schemas/local.v1alpha1.SparkBenchmarkJob/properties/spec/properties/nodeList/type")
                .asText())
        .isEqualTo("array");
    assertThat(get("/apis/none/v1", "*/*", BodyHandlers.ofString()).statusCode()).isEqualTo(404);
  }

  @Test
  void aDryRunSaysWhatWouldBe() throws Exception {
    api.namespace("dry");
    String path = "/api/v1/namespaces/dry/configmaps";
    String body =
        "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"x\"}}";

    assertThat(send("POST", path + "?dryRun=All", body).statusCode()).isEqualTo(201);
    assertThat(send("GET", path + "/x", "").statusCode()).isEqualTo(404);
    assertThat(send("POST", path, body).statusCode()).isEqualTo(201);
    assertThat(send("DELETE", path + "/x?dryRun=All", "").statusCode()).isEqualTo(200);
    assertThat(send("GET", path + "/x", "").statusCode()).isEqualTo(200);
    assertThat(send("POST", path + "?dryRun=Some", body).body())
        .contains("dryRun is 'Some'; it must be All");
  }

  @Test
  void anUnknownFieldIsWarnedOf() throws Exception {
    api.namespace("warned");
    String path = "/apis/sparkbench.dev/v1alpha1/namespaces/warned/sparkbenchmarkjobs";
    String body =
        """
        {"apiVersion": "sparkbench.dev/v1alpha1", "kind": "SparkBenchmarkJob", "metadata": {"name": "x"},
         "spec": {"s3Path": "a", "jobConfig": {"type": "ml", "tasks": ["pca"]}, "nodeList": [1], "own": 1}}""";

    assertThat(send("POST", path, body).headers().allValues("Warning"))
        .containsExactly("299 - \"unknown field \\\"spec.own\\\"\"");
    assertThat(send("DELETE", path + "/x", "").headers().allValues("Warning")).isEmpty();
    assertThat(send("POST", path + "?fieldValidation=Ignore", body).headers().allValues("Warning"))
        .isEmpty();
  }

  @Test
  void aPodsTypingErrorsAreRefusedOrWarnedOf() throws Exception {
    api.namespace("typing");
    String path = "/api/v1/namespaces/typing/pods";
    String body =
        """
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "x"}, "spec": {"nodeselector": {"a": "b"},
         "containers": [{"name": "c", "image": "i", "resources": {"limit": {"cpu": "1"}}}]}}""";

    HttpResponse<String> refused = send("POST", path + "?fieldValidation=Strict&dryRun=All", body);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(refused.body()).path("message").asText())
        .isEqualTo(
            "Pod in version \"v1\" cannot be handled as a Pod: strict decoding error: unknown field \"spec.nodeselector\", unknown field \"spec.containers[0].resources.limit\"");

    HttpResponse<String> warned = send("POST", path, body);
    assertThat(warned.statusCode()).isEqualTo(201);
    assertThat(warned.headers().allValues("Warning")).hasSize(2);
    assertThat(warned.body()).doesNotContain("nodeselector", "limit\"");
    assertThat(send("POST", path, body.replace("[{", "{").replace("}]", "}")).statusCode())
        .isEqualTo(400);
  }

  private static String event(Iterator<String> events) throws Exception {
    JsonNode event = JSON.readTree(events.next());
    return event.path("type").asText() + " " + event.at("/object/metadata/name").asText();
  }

  private JsonNode json(String path) throws Exception {
    return JSON.readTree(get(path, "application/json", BodyHandlers.ofString()).body());
  }

  private <T> HttpResponse<T> get(String path, String accept, BodyHandler<T> body)
      throws Exception {
    return http.send(request(path).header("Accept", accept).build(), body);
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    return http.send(
        request(path)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("https://%s:%d%s".formatted(api.server().host(), api.server().port(), path)));
  }

  /** Names are compared, too. */
  private static HttpClient trustingClient() {
    try (InputStream certificate = Files.newInputStream(api.server().certificate())) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null);
      trusted.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(certificate));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return HttpClient.newBuilder().sslContext(context).build();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
