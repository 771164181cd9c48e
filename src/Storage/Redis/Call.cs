using StackExchange.Redis;

namespace OmoBroadcast.Storage.Redis;

/// <summary>One call of a script; all its keys share a hash tag.</summary>
internal readonly record struct Call(Script Script, RedisKey[] Keys, RedisValue[] Values);
