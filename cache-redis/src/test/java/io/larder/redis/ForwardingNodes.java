package io.larder.redis;

import java.util.List;

/** Servers behind others, for tests that change one thing about them. */
class ForwardingNodes implements Nodes {

  private final Nodes behind;

  ForwardingNodes(Nodes behind) {
    this.behind = behind;
  }

  @Override
  public void ask(List<? extends Question<?>> questions) {
    behind.ask(questions);
  }

  @Override
  public List<byte[]> oneOfEach(List<byte[]> keys) {
    return behind.oneOfEach(keys);
  }

  @Override
  public void whenReplaced(Runnable listener) {
    behind.whenReplaced(listener);
  }

  @Override
  public void lookAgain() {
    behind.lookAgain();
  }

  @Override
  public Ear ear(byte[] key) {
    return behind.ear(key);
  }

  @Override
  public boolean isCluster() {
    return behind.isCluster();
  }

  @Override
  public List<? extends Primary> primaries() {
    return behind.primaries();
  }

  @Override
  public List<? extends Primary> used() {
    return behind.used();
  }

  @Override
  public long strangers() {
    return behind.strangers();
  }

  @Override
  public void forgetPace() {
    behind.forgetPace();
  }

  @Override
  public void doubtIdle() {
    behind.doubtIdle();
  }

  @Override
  public void close() {
    behind.close();
  }
}
