import io
import json
import subprocess
import sys
import zipfile

import orjson
import pytest
from click.testing import CliRunner

from nippu.cli.validate import validate
from nippu.structures.errors import StructureError
from nippu.structures.samples import full_document
from nippu.structures.sources import StructureUnknown, from_files, from_starter

OID = "1.2.246.537.6.1506.1012.2023.9.28"
ROOT = "tyoikaisten_palvelutarpeen_arvio"


@pytest.fixture(scope="module")
def right():
    return full_document(from_starter(OID))


@pytest.fixture
def wrong(right):
    content = json.loads(json.dumps(right))
    del content[ROOT]["asiakas"]["sukunimi"]
    content[ROOT]["paivamaara"] = "2024-02-31"
    return content


@pytest.fixture
def run(tmp_path):
    def run(*arguments, content=None, stdin=None):
        file = tmp_path / "asiakirja.json"
        if content is not None:
            file.write_bytes(content if isinstance(content, bytes) else orjson.dumps(content))
        return CliRunner().invoke(
            validate, [str(file) if each == "FILE" else each for each in arguments], stdin
        )

    return run


def batch(*lines):
    return b"\n".join(each if isinstance(each, bytes) else orjson.dumps(each) for each in lines) + b"\n"


def line(content, **more):
    return {"id": "a", "structure_oid": OID, "context": {}, "document": content} | more


def test_a_right_document_is_said_to_be_right(run, right):
    result = run("--structure", OID, "FILE", content=right)
    assert (result.exit_code, "Asiakirjassa ei ole huomautettavaa." in result.output) == (0, True)


def test_what_is_wrong_is_told_in_sentences_with_places(run, wrong):
    result = run("--structure", "1506.1012", "FILE", content=wrong)
    assert result.exit_code == 1
    assert f"Sukunimi: tieto puuttuu.\n    /{ROOT}/asiakas/sukunimi" in result.output
    assert f"tällaista päivää ei ole kalenterissa.\n    /{ROOT}/paivamaara" in result.output
    assert "Huomautuksia: 2" in result.output


def test_names_of_fields_are_swedish_for_a_swedish_reader(run, wrong):
    result = run("--structure", OID, "FILE", "--language", "sv", content=wrong)
    assert "Efternamn: " in result.output


def test_what_is_wrong_is_told_as_json(run, wrong):
    result = run("--structure", OID, "FILE", "--json", content=wrong)
    answer = json.loads(result.output)
    assert (result.exit_code, answer["structure_oid"]) == (1, OID)
    assert [(each["path"], each["problem"]) for each in answer["findings"]] == [
        (f"/{ROOT}/asiakas/sukunimi", "schema"),
        (f"/{ROOT}/paivamaara", "format"),
    ]
    assert set(answer["findings"][0]["messages"]) == {"fi", "sv", "en"}


def test_a_file_that_is_not_json_is_not_checked_and_its_place_is_told(run):
    result = run("--structure", OID, "FILE", content=b'{\n"a": }')
    assert (result.exit_code, result.output) == (2, "JSON-teksti on virheellinen: rivi 2, merkki 6.\n")


@pytest.mark.parametrize(
    "arguments",
    [[], ["FILE"], ["--structure", OID], ["--batch", "-", "FILE"], ["--batch", "-", "--structure", OID]],
)
def test_half_a_question_is_not_answered(run, arguments):
    result = run(*arguments, content={})
    assert (result.exit_code, "Anna joko" in result.output) == (2, True)


def test_an_unknown_structure_is_told(run):
    result = run("--structure", "1506.9999", "FILE", content={})
    assert (result.exit_code, result.output) == (2, "Tietorakennetta 1506.9999 ei löydy.\n")


def answers(result):
    return [json.loads(each) for each in result.stdout.splitlines()]


def test_each_line_of_a_batch_is_answered_in_order(run, right, wrong):
    lines = batch(line(right, id=1), line(wrong, id=2), line(right, id="kolme"))
    result = run("--batch", "-", "--json", stdin=lines)
    assert [(each["id"], len(each["findings"])) for each in answers(result)] == [(1, 0), (2, 2), ("kolme", 0)]
    assert result.exit_code == 1


def test_a_batch_of_right_documents_ends_with_zero(run, right, tmp_path):
    file = tmp_path / "erä.jsonl"
    file.write_bytes(batch(line(right), b"", line(right)))
    result = run("--batch", str(file))
    assert (result.exit_code, answers(result)) == (0, [{"id": "a", "findings": []}] * 2)


@pytest.mark.parametrize(
    ("bad", "answer"),
    [
        (b'{"id": 1,}', {"id": None, "error": "Rivi 2: JSON-teksti on virheellinen, merkki 9."}),
        (b"[]", {"id": None, "error": "Rivi 2: rivin on oltava JSON-olio."}),
        (b"\xff", {"id": None, "error": "Rivi 2: JSON-teksti on virheellinen, merkki 1."}),
        ({"structure_oid": OID, "document": {}}, {"id": None, "error": "Rivi 2: tieto id puuttuu."}),
        ({"id": 1, "document": {}}, {"id": 1, "error": "Rivi 2: tieto structure_oid puuttuu."}),
        ({"id": 1, "structure_oid": 2},
         {"id": 1, "error": "Rivi 2: tieto structure_oid on väärän muotoinen."}),
        ({"id": 1, "structure_oid": OID}, {"id": 1, "error": "Rivi 2: tieto document puuttuu."}),
        (line({}, structure_oid="1.2.3"), {"id": "a", "error": "Rivi 2: Tietorakennetta 1.2.3 ei löydy."}),
        (line({}, context=[]), {"id": "a", "error": "Rivi 2: tieto context on väärän muotoinen."}),
        (line({}, context={"joint": 1}),
         {"id": "a", "error": "Rivi 2: Asian tiedoissa on tuntematon avain joint."}),
        (line({}, context={"joint_case": 1}),
         {"id": "a", "error": "Rivi 2: Asian tiedoissa avaimen joint_case arvo on väärän muotoinen."}),
    ],
)  # fmt: skip
def test_a_bad_line_is_answered_with_its_error_and_the_rest_is_checked(run, right, bad, answer):
    result = run("--batch", "-", stdin=batch(line(right), bad, line(right)))
    right_answer = {"id": "a", "findings": []}
    assert answers(result) == [right_answer, answer | {"line": 2}, right_answer]
    assert result.exit_code == 2


UNREADABLE = [b'"\xff"', b"1e400", b"9" * 5000]


@pytest.mark.parametrize("value", [*UNREADABLE, b"[" * 300 + b"]" * 300, b'"' + b"a" * 2_000_000 + b'"'])
def test_a_document_that_cannot_be_read_has_a_finding_and_the_rest_is_checked(run, right, value):
    hostile = b'{"id":1,"structure_oid":"%s","document":{"%s":%s}}' % (OID.encode(), ROOT.encode(), value)
    first, second = answers(run("--batch", "-", stdin=batch(hostile, line(right))))
    assert first["id"] == 1
    assert [(each["path"], each["problem"]) for each in first["findings"]] == [("", "format")]
    assert second == {"id": "a", "findings": []}


@pytest.mark.parametrize("value", [*UNREADABLE, b"[" * 5000 + b"]" * 5000])
@pytest.mark.parametrize("key", ["id", "structure_oid", "context"])
def test_a_part_that_cannot_be_read_is_an_error_of_its_line_only(run, right, key, value):
    parts = {"id": b"1", "structure_oid": b'"%s"' % OID.encode(), "context": b"{}", "document": b"{}"}
    written = b",".join(b'"%s":%s' % (each.encode(), text) for each, text in (parts | {key: value}).items())
    first, second = answers(run("--batch", "-", stdin=batch(b"{" + written + b"}", line(right))))
    assert first["error"].startswith("Rivi 1: ")
    assert second == {"id": "a", "findings": []}


@pytest.mark.parametrize("given", [b"123456789012345678901234567890", b"1.0", b'{"a": [1, "\xc3\xa4"]}'])
def test_the_id_of_a_line_comes_back_as_it_was_given(run, given):
    hostile = b'{"id": %s, "structure_oid": "%s", "document": {}}' % (given, OID.encode())
    assert run("--batch", "-", stdin=hostile).stdout_bytes.startswith(b'{"id":' + given + b',"findings":')


def test_a_byte_order_mark_and_the_line_ends_of_windows_do_not_matter(run, right):
    mark = b"\xef\xbb\xbf"
    lines = mark + batch(line(right), b"", line(right)).replace(b"\n", b"\r\n")
    assert run("--batch", "-", stdin=lines).exit_code == 0
    assert run("--structure", OID, "FILE", content=mark + orjson.dumps(right)).exit_code == 0


def test_the_document_of_a_line_is_judged_as_it_was_written(run):
    written = f'{{"id":1,"structure_oid":"{OID}","document":{{"a":1,"a":2}}}}'
    (answer,) = answers(run("--batch", "-", stdin=written.encode()))
    assert [each["path"] for each in answer["findings"]] == ["/a", f"/{ROOT}", "/a"]


def test_codes_are_not_looked_up_without_code_lists(run, right):
    content = json.loads(json.dumps(right))
    content[ROOT]["johtopaatokset_ja_jatkotoimet"]["ammattihenkilon_arvio_tuen_tarpeesta"][0]["code"] = "9999"
    (answer,) = answers(run("--batch", "-", stdin=batch(line(content))))
    assert [each["problem"] for each in answer["findings"]] == ["code"]
    assert run("--batch", "-", "--no-code-lists", stdin=batch(line(content))).exit_code == 0


def test_structures_can_be_read_from_the_publication(run, publication, right):
    result = run("--batch", "-", "--structures", str(publication), stdin=batch(line(right)))
    assert result.exit_code == 0


@pytest.fixture
def one_structure(publication):
    with zipfile.ZipFile(publication) as archive:
        (name,) = (each for each in archive.namelist() if OID in each)
        return archive.read(name)


def test_a_structure_is_found_in_a_file_of_any_name(one_structure, tmp_path):
    (tmp_path / "rakenne.json").write_bytes(one_structure)
    for path in (tmp_path, tmp_path / "rakenne.json"):
        find = from_files(path)
        assert find(OID) is find("1506.1012")
        with pytest.raises(StructureUnknown):
            find("1506.1019")


def test_only_the_structure_that_is_asked_for_is_parsed(one_structure, tmp_path):
    (tmp_path / f"{OID}.json").write_bytes(one_structure)
    (tmp_path / "1.2.246.537.6.1506.1019.2023.9.28.json").write_bytes(b"{")
    find = from_files(tmp_path)
    assert find(OID).oid == OID
    with pytest.raises(StructureError):
        find("1506.1019")


def test_a_broken_file_of_any_name_is_told_when_a_structure_is_not_found(one_structure, tmp_path):
    (tmp_path / "rakenne.json").write_bytes(one_structure)
    (tmp_path / "muu.json").write_bytes(b"{")
    find = from_files(tmp_path)
    assert find(OID).oid == OID
    with pytest.raises(StructureError, match=r"muu\.json"):
        find("1506.1019")


def test_a_broken_structure_is_an_error_of_its_lines_only(run, one_structure, right, tmp_path):
    broken = "1.2.246.537.6.1506.1019.2023.9.28"
    (tmp_path / f"{OID}.json").write_bytes(one_structure)
    (tmp_path / f"{broken}.json").write_bytes(b"{")
    lines = batch(line(right, structure_oid=broken), line(right))
    first, second = answers(run("--batch", "-", "--structures", str(tmp_path), stdin=lines))
    assert f"{broken}.json" in first["error"]
    assert second["findings"] == []


def test_the_command_needs_neither_django_nor_a_database():
    program = (
        "import sys, nippu.cli.validate; sys.exit(any(name.startswith('django') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_another_system_can_talk_with_the_command_line_by_line(right):
    command = [sys.executable, "-c", "from nippu.cli.validate import validate; validate()", "--batch", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert isinstance(process.stdin, io.BufferedWriter)
        for number in range(3):
            process.stdin.write(batch(line(right, id=number)))
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait() == 0
