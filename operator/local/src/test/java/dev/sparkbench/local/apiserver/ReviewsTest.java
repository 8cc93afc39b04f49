// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReviewsTest {

  @RegisterExtension static final RunningApiServer api = new RunningApiServer();

  @Test
  void aTokenThatWasGivenIsItsUser() {
    api.server().acceptToken("secret", "alice");

    assertThat(review("secret").getAuthenticated()).isTrue();
    assertThat(review("secret").getUser().getUsername()).isEqualTo("alice");
    assertThat(review("guess").getAuthenticated()).isFalse();
    assertThat(review("guess").getUser()).isNull();
  }

  @Test
  void aKnownUserMayDoEverythingOthersNothing() {
    api.server().acceptToken("other-secret", "bob");

    assertThat(isAllowed("bob")).isTrue();
    assertThat(isAllowed("mallory")).isFalse();
  }

  private static TokenReviewStatus review(String token) {
    TokenReview review = new TokenReviewBuilder().withNewSpec().withToken(token).endSpec().build();
    return api.client().tokenReviews().create(review).getStatus();
  }

  private static boolean isAllowed(String user) {
    return api.client()
        .authorization()
        .v1()
        .subjectAccessReview()
        .create(
            new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(user)
                .withNewResourceAttributes()
                .withGroup("sparkbench.dev")
                .withResource("sparkbenchmarkjobs")
                .withVerb("create")
                .withNamespace("default")
                .endResourceAttributes()
                .endSpec()
                .build())
        .getStatus()
        .getAllowed();
  }
}
