package dev.sparkbench.controller.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkbench.controller.gateway.Conformity.Reply;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewSpec;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nobody gets in by default, and nobody may more than the cluster lets them. */
class AccessTest {

  @RegisterExtension static final GatewayExtension EXTENSION = new GatewayExtension();

  private final TestApiServer api = EXTENSION.api();
  private final RunningGateway gateway = EXTENSION.gateway();

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @BeforeEach
  void forget() {
    api.tokenReviews.clear();
    api.accessReviews.clear();
    api.knowsAudiences = true;
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /submit-job",
    "GET, /jobs",
    "GET, /jobs/a",
    "DELETE, /jobs/a",
    "POST, /submit-job?namespace=elsewhere"
  })
  void withoutATokenNobodyGetsIn(String method, String path) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateway.uri(path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    Reply none = gateway.send(request.build());
    assertThat(none.code()).isEqualTo(401);
    assertThat(none.header("WWW-Authenticate")).contains("Bearer realm=\"sparkbench\"");
    assertThat(none.errors())
        .containsExactly(
            "there is no token; send Authorization: Bearer with a token of the cluster");
    Reply basic = gateway.send(request.header("Authorization", "Basic YTpi").build());
    assertThat(basic.code()).isEqualTo(401);
    assertThat(api.tokenReviews).isEmpty();
    Reply wrong = gateway.send(method, path, "made-up", Optional.of("{}"));
    assertThat(wrong.code()).isEqualTo(401);
    assertThat(wrong.header("WWW-Authenticate"))
        .contains("Bearer realm=\"sparkbench\", error=\"invalid_token\"");
    assertThat(api.accessReviews).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /submit-job, token-of-bob, bob may not create",
    "DELETE, /jobs/a, token-of-bob, bob may not delete",
    "GET, /jobs/a, token-of-carol, carol may not get",
    "GET, /jobs, token-of-carol, carol may not list"
  })
  void theCallersRightsDecide(String method, String path, String token, String said) {
    Reply reply = gateway.send(method, path, token, Optional.of("{}"));
    assertThat(reply.code()).isEqualTo(403);
    assertThat(reply.errors())
        .containsExactly(said + " sparkbenchmarkjobs in namespace team; ask for that right");
  }

  @Test
  void aReviewHasAllThatTheApiServerSaidOfTheCaller() {
    Access access = access();
    access.authorize(access.authenticate(TestApiServer.ALICE), "get", "team", "sales");
    SubjectAccessReviewSpec asked = api.accessReviews.get(0).getSpec();
    assertThat(asked.getUser()).isEqualTo("alice");
    assertThat(asked.getUid()).isEqualTo("uid-of-alice");
    assertThat(asked.getGroups()).containsExactly("people");
    assertThat(asked.getExtra()).isEqualTo(Map.of("scopes", List.of("bench")));
    assertThat(asked.getResourceAttributes().getName()).isEqualTo("sales");
    assertThat(asked.getResourceAttributes().getVersion()).isEqualTo("v1alpha1");
  }

  @Test
  void answersAreRememberedForTenSecondsAndRefusalsNotAtAll() {
    Access access = access();
    for (int i = 0; i < 3; i++) {
      access.authorize(access.authenticate(TestApiServer.BOB), "get", "team", "a");
      assertThatThrownBy(
              () -> access.authorize(access.authenticate(TestApiServer.BOB), "create", "team", ""))
          .isInstanceOf(Refusal.class);
      assertThatThrownBy(() -> access.authenticate("made-up")).isInstanceOf(Refusal.class);
    }
    assertThat(api.tokenReviews).hasSize(1 + 3);
    assertThat(api.accessReviews).hasSize(1 + 3);
    now = now.plusSeconds(10);
    access.authorize(access.authenticate(TestApiServer.BOB), "get", "team", "a");
    assertThat(api.tokenReviews).hasSize(5);
    assertThat(api.accessReviews).hasSize(5);
    assertThat(Cache.LIFE).isLessThanOrEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void oneCallersRightIsNotAnothers() {
    Access access = access();
    access.authorize(access.authenticate(TestApiServer.ALICE), "create", "team", "");
    Caller bob = access.authenticate(TestApiServer.BOB);
    assertThatThrownBy(() -> access.authorize(bob, "create", "team", ""))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void aTokenHasToBeForTheAudienceIfOneIsAskedFor() {
    Access access = new Access(api.client(), List.of("sparkbench"), Clock.systemUTC());
    access.authenticate(TestApiServer.ALICE);
    assertThat(api.tokenReviews.get(0).getSpec().getAudiences()).containsExactly("sparkbench");
  }

  @Test
  void aServerThatDoesNotKnowAudiencesIsNotBelieved() {
    api.knowsAudiences = false;
    Access access = new Access(api.client(), List.of("sparkbench"), Clock.systemUTC());
    assertThatThrownBy(() -> access.authenticate(TestApiServer.ALICE)).isInstanceOf(Refusal.class);
  }

  @Test
  void whatIsRememberedIsBounded() {
    Cache<Integer> cache = new Cache<>(clock());
    for (int i = 0; i < 1500; i++) {
      int value = i;
      cache.get("key" + i, () -> value);
    }
    assertThat(cache.get("key0", () -> -1)).isEqualTo(-1);
    assertThat(cache.get("key1499", () -> -1)).isEqualTo(1499);
  }

  private Access access() {
    return new Access(api.client(), List.of(), clock());
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(java.time.ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now;
      }
    };
  }
}
