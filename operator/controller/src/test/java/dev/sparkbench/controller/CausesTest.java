// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

class CausesTest {

  @Test
  void theInnermostMessageSaysWhatHappened() {
    assertThat(
            Causes.root(
                new IllegalStateException(
                    "outer", new IOException("inner", new ClosedChannelException()))))
        .isEqualTo("inner");
  }

  @Test
  void causesWithoutMessagesAreNamed() {
    Exception refused = new ConnectException();
    refused.initCause(new ClosedChannelException());
    assertThat(Causes.root(new IllegalStateException("An error has occurred.", refused)))
        .isEqualTo("ConnectException: ClosedChannelException");
  }

  @Test
  void anExceptionWithoutCauseSpeaksForItself() {
    assertThat(Causes.root(new IllegalStateException("alone"))).isEqualTo("alone");
  }
}
