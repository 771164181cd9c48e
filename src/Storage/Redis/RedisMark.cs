using OmoBroadcast.Storage.Condition;

namespace OmoBroadcast.Storage.Redis;

/// <summary>
/// Where the conversations stand. Each bucket counts its changes by its server's clock, held so that it never stands still or goes back;
/// what is told of all of them is the earliest, which only asks for more than was needed.
/// </summary>
/// <param name="Moment">What changes later has a later one, in its bucket's count.</param>
/// <param name="Latest">Of the bucket that stands furthest: how long changes are kept is counted from there.</param>
/// <param name="Identity">Of the life of Redis this is: another one after it has lost what it held.</param>
/// <param name="Lives">The same by account.</param>
public sealed record RedisMark(long Moment, long Latest, string Identity, RedisLives Lives);
