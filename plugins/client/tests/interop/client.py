"""A client of grpcio against the server of the tests: every kind of call, compressed and not.

Arguments: the folder of the generated modules, the address; with TLS the authority; with health
checking the word health behind it.
"""
import sys

sys.path.insert(0, sys.argv[1])
import grpc
import notes_pb2
import notes_pb2_grpc


def note(text, number):
    return notes_pb2.Note(text=text, number=number)


def check(channel, compression):
    notes = notes_pb2_grpc.NotesStub(channel)
    answer, call = notes.Echo.with_call(
        note("a", 1), timeout=5, compression=compression, metadata=(("x-tag", "t"),)
    )
    assert answer == note("a", 1), answer
    assert dict(call.initial_metadata())["x-tag"] == "t"
    assert dict(call.trailing_metadata())["x-sum"] == "1"
    big = note("again and " * 10_000, 0)
    assert notes.Echo(big, timeout=5, compression=compression) == big
    assert [n.number for n in notes.Count(note("", 20), timeout=5)] == list(range(20))
    requests = (note("", number) for number in range(1, 11))
    assert notes.Sum(requests, timeout=5, compression=compression) == note("sum", 55)
    talk = [note("hello", number) for number in range(5)]
    assert list(notes.Chat(iter(talk), timeout=5, compression=compression)) == talk
    try:
        notes.Echo(note("details", 0), timeout=5)
        raise AssertionError("the call must fail")
    except grpc.RpcError as error:
        assert error.code() == grpc.StatusCode.RESOURCE_EXHAUSTED, error
        assert error.details() == "too many", error
        assert b"google.rpc.ErrorInfo" in dict(error.trailing_metadata())["grpc-status-details-bin"]
    try:
        notes.Echo(note("sleep", 0), timeout=0.2)
        raise AssertionError("the call must fail")
    except grpc.RpcError as error:
        assert error.code() == grpc.StatusCode.DEADLINE_EXCEEDED, error


if sys.argv[3:4] not in ([], [""]):
    credentials = grpc.ssl_channel_credentials(open(sys.argv[3], "rb").read())
    options = (("grpc.ssl_target_name_override", "server.test"),)
    channel = grpc.secure_channel(sys.argv[2], credentials, options)
else:
    channel = grpc.insecure_channel(sys.argv[2])
for compression in [grpc.Compression.NoCompression, grpc.Compression.Gzip]:
    check(channel, compression)
if "health" in sys.argv[4:]:
    check = channel.unary_unary("/grpc.health.v1.Health/Check")
    # The service test.Notes is SERVING, another is not known.
    assert check(b"\x0a\x0atest.Notes", timeout=5) == b"\x08\x01"
    try:
        check(b"\x0a\x04none", timeout=5)
        raise AssertionError("the call must fail")
    except grpc.RpcError as error:
        assert error.code() == grpc.StatusCode.NOT_FOUND, error
print("ok")
