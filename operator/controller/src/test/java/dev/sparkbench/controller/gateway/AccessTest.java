// SPDX-License-Identifier: Apache-2.0
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

/** Nobody has access by default, and nobody may do more than the cluster allows them. */
class AccessTest {

  @RegisterExtension static final GatewayExtension EXTENSION = new GatewayExtension();

  private final TestApiServer api = EXTENSION.api();
  private final RunningGateway gateway = EXTENSION.gateway();

  private static final String PEER = "10.0.0.1";

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
    access.authorize(access.authenticate(TestApiServer.ALICE, PEER), "get", "team", "sales");
    SubjectAccessReviewSpec asked = api.accessReviews.get(0).getSpec();
    assertThat(asked.getUser()).isEqualTo("alice");
    assertThat(asked.getUid()).isEqualTo("uid-of-alice");
    assertThat(asked.getGroups()).containsExactly("people");
    assertThat(asked.getExtra()).isEqualTo(Map.of("scopes", List.of("bench")));
    assertThat(asked.getResourceAttributes().getName()).isEqualTo("sales");
    assertThat(asked.getResourceAttributes().getVersion()).isEqualTo("v1alpha1");
  }

  @Test
  void grantsAndRefusedTokensAreRememberedForTenSecondsAndRefusedRightsNotAtAll() {
    Access access = access();
    for (int i = 0; i < 3; i++) {
      access.authorize(access.authenticate(TestApiServer.BOB, PEER), "get", "team", "a");
      assertThatThrownBy(
              () ->
                  access.authorize(
                      access.authenticate(TestApiServer.BOB, PEER), "create", "team", ""))
          .isInstanceOf(Refusal.class);
      assertThatThrownBy(() -> access.authenticate("made-up", PEER)).isInstanceOf(Refusal.class);
    }
    assertThat(api.tokenReviews).hasSize(1 + 1);
    assertThat(api.accessReviews).hasSize(1 + 3);
    now = now.plusSeconds(10);
    access.authorize(access.authenticate(TestApiServer.BOB, PEER), "get", "team", "a");
    assertThatThrownBy(() -> access.authenticate("made-up", PEER)).isInstanceOf(Refusal.class);
    assertThat(api.tokenReviews).hasSize(2 + 2);
    assertThat(api.accessReviews).hasSize(5);
    assertThat(Cache.LIFE).isLessThanOrEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void whoGuessesTokensIsSoonAnsweredWithoutTheApiServer() {
    Access access = access();
    access.authenticate(TestApiServer.ALICE, PEER);
    for (int i = 0; i < 100; i++) {
      String guess = "guess-" + i;
      int code = i < Peers.MAX_REFUSED ? 401 : 429;
      assertThatThrownBy(() -> access.authenticate(guess, PEER))
          .isInstanceOfSatisfying(
              Refusal.class, refusal -> assertThat(refusal.answer().code()).isEqualTo(code));
    }
    assertThat(api.tokenReviews).hasSize(1 + Peers.MAX_REFUSED);
    // Other addresses are not affected.
    access.authenticate(TestApiServer.BOB, "10.0.0.2");
    assertThatThrownBy(() -> access.authenticate(TestApiServer.CAROL, PEER))
        .isInstanceOf(Refusal.class);
    now = now.plus(Peers.WINDOW);
    access.authenticate(TestApiServer.CAROL, PEER);
  }

  @Test
  void aCallerThatWasHereDoesNotHaveToBearItThoughOthersOfTheAddressGuess() {
    Access access = access();
    access.authenticate(TestApiServer.ALICE, PEER);
    now = now.plus(Cache.LIFE);
    for (int i = 0; i < Peers.MAX_REFUSED; i++) {
      String guess = "guess-" + i;
      assertThatThrownBy(() -> access.authenticate(guess, PEER)).isInstanceOf(Refusal.class);
    }
    int before = api.tokenReviews.size();
    access.authenticate(TestApiServer.ALICE, PEER);
    // It may have lost its rights meanwhile.
    assertThat(api.tokenReviews).hasSize(before + 1);
  }

  @Test
  void whoMayDeleteAndNotGetLearnsNothingOfTheResult() {
    gateway.post("/submit-job?wait=false", RunningGateway.ORIGINAL);
    api.succeed(RunningGateway.NAME);
    RunningGateway.await(() -> gateway.get("/jobs/job_001").body().contains("SUCCESS"));
    Reply reply = gateway.send("DELETE", "/jobs/job_001", TestApiServer.DAVE, Optional.empty());
    assertThat(reply.code()).isEqualTo(200);
    assertThat(reply.body())
        .isEqualTo("{\"status\":\"DELETED\",\"data\":{\"job_id\":\"job_001\"}}");
    RunningGateway.await(() -> gateway.get("/jobs/job_001").code() == 404);
    gateway.post("/submit-job?wait=false", RunningGateway.ORIGINAL);
    api.succeed(RunningGateway.NAME);
    RunningGateway.await(() -> gateway.get("/jobs/job_001").body().contains("SUCCESS"));
    assertThat(gateway.delete("/jobs/job_001").json().at("/data/result_path").asText())
        .isEqualTo("user123/result/job_001/output");
  }

  @Test
  void oneCallersRightIsNotAnothers() {
    Access access = access();
    access.authorize(access.authenticate(TestApiServer.ALICE, PEER), "create", "team", "");
    Caller bob = access.authenticate(TestApiServer.BOB, PEER);
    assertThatThrownBy(() -> access.authorize(bob, "create", "team", ""))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void aTokenHasToBeForTheAudienceIfOneIsAskedFor() {
    Access access =
        new Access(api.client(), List.of("sparkbench"), new Peers(clock()), Clock.systemUTC());
    access.authenticate(TestApiServer.ALICE, PEER);
    assertThat(api.tokenReviews.get(0).getSpec().getAudiences()).containsExactly("sparkbench");
  }

  @Test
  void aServerThatDoesNotKnowAudiencesIsNotBelieved() {
    api.knowsAudiences = false;
    Access access =
        new Access(api.client(), List.of("sparkbench"), new Peers(clock()), Clock.systemUTC());
    assertThatThrownBy(() -> access.authenticate(TestApiServer.ALICE, PEER))
        .isInstanceOf(Refusal.class);
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
    return new Access(api.client(), List.of(), new Peers(clock()), clock());
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
