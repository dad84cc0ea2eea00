package io.larder.redis;

/** Threads of two nodes that meet on one cluster. */
class RedisClusterThreadsTest extends RedisThreadsTest {

  @Override
  String url() {
    return RedisTopologies.cluster();
  }
}
