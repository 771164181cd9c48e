namespace OmoBroadcast.Storage.Sql;

/// <summary>Who goes ahead of whom: an answer to one customer, a member of staff's campaign, headquarters' campaign.</summary>
public enum RequestClass
{
    Reply = 0,
    Staff = 1,
    Headquarters = 2,
}
