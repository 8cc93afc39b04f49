// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The API server's answers to the creation of a pod, as a real one (Kubernetes 1.36.2) gave them.
 */
class RefusalTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest(name = "{0}: {1}, {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          quota-exceeded          | QuotaExceeded | true  | exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0
          service-account-missing | PodRejected   | true  | serviceaccount "nobody" not found; create the service account
          namespace-missing       | PodRejected   | true  | namespaces "nowhere" not found
          namespace-terminating   | PodRejected   | true  | because it is being terminated
          no-right                | PodRejected   | true  | give the operator the right to create pods there
          quota-wants-a-limit     | PodRejected   | false | must specify limits.cpu for: driver; the namespace's quota wants a value
          limit-range             | PodRejected   | false | cpu limit of 500m; lower driver.cores, or set resources.limits.cpu of the container driver
          pod-security            | PodRejected   | false | change driver.podTemplate, or the namespace's pod-security labels
          priority-class-missing  | PodRejected   | false | no PriorityClass with name absent was found; create it
          invalid                 | PodRejected   | false | Duplicate value
          """)
  void tellsWhatPassesFromWhatDoesNot(
      String recording, String reason, boolean mayPass, String words) {
    Refusal refusal = Refusal.of("p", answer(recording)).orElseThrow();
    assertThat(refusal.failure().reason().code()).isEqualTo(reason);
    assertThat(refusal.mayPass()).isEqualTo(mayPass);
    assertThat(refusal.failure().message())
        .startsWith("the API server refuses to create pod p: ")
        .contains(words);
  }

  /** Texts from Kubernetes' sources that could not be provoked for a recording. */
  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          403 | pods "p" is forbidden: not yet ready to handle request | true
          403 | pods "p" is forbidden: status unknown for quota: q, resources: pods | true
          403 | pods "p" is forbidden: maximum memory usage per Container is 1Gi, but limit is 2Gi | false
          403 | admission webhook "policy.example.com" denied the request: no | false
          403 | something that nobody has thought of | false
          500 | Internal error occurred: failed calling webhook "w": connection refused | true
          503 | the server is currently unable to handle the request | true
          429 | too many requests | true
          409 | Operation cannot be fulfilled on resourcequotas "q": the object has been modified | true
          413 | request entity too large | false
          """)
  void otherTexts(int code, String message, boolean mayPass) {
    Refusal refusal =
        Refusal.of("p", exception(new StatusBuilder().withCode(code).withMessage(message).build()))
            .orElseThrow();
    assertThat(refusal.mayPass()).isEqualTo(mayPass);
    assertThat(refusal.failure().message()).contains(message);
  }

  /** Then the pod exists, which was the goal. */
  @Test
  void aPodThatIsThereAlreadyIsNoQuestionOfQuota() {
    assertThat(Refusal.isAboutAQuota(answer("already-exists"))).isFalse();
  }

  @Test
  void noAnswerIsNoRefusal() {
    assertThat(Refusal.of("p", new KubernetesClientException("connection refused"))).isEmpty();
  }

  private static KubernetesClientException answer(String recording) {
    try (InputStream status =
        RefusalTest.class.getResourceAsStream("/pods/refused/" + recording + ".json")) {
      return exception(JSON.readValue(status, Status.class));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KubernetesClientException exception(Status status) {
    return new KubernetesClientException(status);
  }
}
